/** What a stage of deploy/Dockerfile says of the image's start. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ImageWords {
  readonly entrypoint: readonly [string, ...string[]];
  /** What a platform's words take the place of. */
  readonly cmd: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** @param stage `""` is the last one, which is built where no target is named */
export function imageWords(stage: string): ImageWords {
  const text = readFileSync(join(import.meta.dirname, "Dockerfile"), "utf8");
  const stages = text.replaceAll("\\\n", "").split(/^FROM /m);
  const lines: string[] = [];
  // What a stage does not say, the one that it is made of does.
  for (let from: string | undefined = stage; from !== undefined;) {
    const found = stages.findLast((one) => from === "" || one.includes(` AS ${from}\n`));
    lines.unshift(...(found?.split("\n") ?? []));
    from = found === undefined ? undefined : found.split(/\s/)[0]!;
  }
  const last = (instruction: string): string[] => {
    const line = lines.findLast((one) => one.startsWith(`${instruction} [`)) ?? " []";
    return JSON.parse(line.slice(line.indexOf(" "))) as string[];
  };
  const variables = lines
    .filter((line) => line.startsWith("ENV "))
    .flatMap((line) => line.slice("ENV ".length).split(" "))
    .map((pair) => pair.split("=") as [string, string]);
  return {
    entrypoint: last("ENTRYPOINT") as [string, ...string[]],
    cmd: last("CMD"),
    environment: Object.fromEntries(variables),
  };
}
