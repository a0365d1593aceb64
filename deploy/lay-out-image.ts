/**
 * The image without an engine: its entry point word for word, in a folder that stands for the root. What differs is
 * named here: Deno is the one that npm installed, the service is the source, and the port is one that is free.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { denoProgram } from "../packages/serve/src/entry/deno-program.ts";
import { imageWords } from "./image-words.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const ENTRY = "/app/dist/entry/deno.js";

/** What the entry point becomes; its variables are the image's. */
export interface LaidOutImage {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
}

/** @param root an empty folder */
export async function layOutImage(root: string, stage: string): Promise<LaidOutImage> {
  const { entrypoint, environment } = imageWords(stage);
  const [deno, ...words] = entrypoint;
  if (deno !== "/bin/deno") throw new Error(`Cannot lay out the image: "${deno}" is not Deno`);
  await mkdir(join(root, dirname(ENTRY)), { recursive: true });
  await writeFile(join(root, ENTRY), entryOf(root));
  return {
    command: [denoProgram(), ...words.flatMap((word) => inFolder(word, root))],
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        value.startsWith("/") ? `${root}${value}` : value,
      ]),
    ),
  };
}

/** Absolute paths are the root's. */
function inFolder(word: string, root: string): readonly string[] {
  const [, flag, paths] = /^(--allow-(?:read|ffi)=)(.+)$/.exec(word) ?? [];
  if (flag === undefined) {
    return word === ENTRY ? ["--conditions=@inception-edge/source", `${root}${word}`] : [word];
  }
  const inRoot = paths!.split(",").map((path) => `${root}${path}`);
  const sources = ["packages", "node_modules"].map((name) => join(REPOSITORY, name));
  return [`${flag}${[...inRoot, ...(flag.includes("read") ? sources : [])].join(",")}`];
}

/** As packages/serve/src/entry/deno.ts, but for the root and the port, of which it says which one it would be. */
function entryOf(root: string): string {
  return `
import { denoRuntime } from ${source("entry/deno-runtime.ts")};
import { runService } from ${source("entry/run-service.ts")};

await runService({
  ...denoRuntime,
  root: ${JSON.stringify(root)},
  listen(app, settings, onFault) {
    console.log(JSON.stringify({ event: "listen", host: settings.HOST, port: settings.PORT }));
    return denoRuntime.listen(app, { ...settings, PORT: 0 }, onFault);
  },
});
`;
}

function source(path: string): string {
  return JSON.stringify(pathToFileURL(join(REPOSITORY, "packages/serve/src", path)).href);
}
