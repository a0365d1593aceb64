/** The Dockerfiles repeat what the repository says elsewhere: versions, packages, flags, settings. Here they are held together. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { denoArguments } from "../packages/serve/src/entry/runtime-arguments.ts";
import { platforms } from "../packages/serve/src/platform/platforms.ts";
import { bucketHosts } from "../packages/serve/src/platform/read-bucket.ts";
import { readSettings } from "../packages/serve/src/settings.ts";
import { cudaSetting } from "../packages/tensorflow/src/cuda/cuda-setting.ts";
import { imageWords } from "./image-words.ts";

const test = suite("deploy's Dockerfiles");
const REPOSITORY = join(import.meta.dirname, "..");

/** Each with the package that it runs. */
const FILES = [
  { file: "deploy/Dockerfile", runs: "serve" },
  { file: "deploy/classify.Dockerfile", runs: "classify" },
  { file: "deploy/trainer-gpu.Dockerfile", runs: "trainer" },
] as const;
const dockerfile = read("deploy/Dockerfile");
const trainer = read("deploy/trainer-gpu.Dockerfile");

test("pin the versions that the repository is written for", () => {
  const workspace = read("pnpm-workspace.yaml");
  const node = /^nodeVersion: (\S+)$/m.exec(workspace)![1]!;
  for (const { file } of FILES) {
    const text = read(file);
    const bases = [...text.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
    assert.ok(bases.length > 0 && bases.every((version) => version === node), file);
    const [, pnpm] = /PNPM_VERSION = "(\S+)"/.exec(read("scripts/find-pnpm.js"))!;
    assert.is(/pnpm@(\S+)/.exec(text)?.[1], pnpm, file);
  }
  assert.is(found(/deno:distroless-(\S+)/), /^ {2}deno: (\S+)$/m.exec(workspace)![1]);
});

test("copy the manifest of every package that theirs is made of", () => {
  for (const { file, runs } of FILES) {
    for (const name of workspacePackages(runs)) {
      const line = `COPY packages/${name}/package.json packages/${name}/\n`;
      assert.ok(read(file).includes(line), `${file}: ${name}`);
      assert.ok(read(`${file}.dockerignore`).includes(`!packages/${name}\n`), `${file}: ${name}`);
    }
  }
});

test("start the trainer as `pnpm --filter trainer start` does", () => {
  const manifest = JSON.parse(read("packages/trainer/package.json")) as {
    readonly scripts: { readonly start: string };
  };
  const [, entry = "[]"] = /^ENTRYPOINT (\[.*\])$/m.exec(trainer)!;
  const given = (JSON.parse(entry) as string[]).join(" ");
  assert.is(given.replace("/app/packages/trainer/", ""), manifest.scripts.start);
  const library = JSON.parse(read("packages/tensorflow/package.json")) as typeof manifest;
  const install = library.scripts.start.replace("src/", "packages/tensorflow/src/");
  assert.ok(trainer.includes(`  ${install} \\\n`));
});

test("have the trainer's CUDA from wheels, and of the driver what TensorFlow needs", () => {
  const [, CUDA] = /^ARG CUDA=(\S+)$/m.exec(trainer)!;
  assert.is(cudaSetting({ INCEPTION_EDGE_CUDA: CUDA }), "wheels");
  assert.match(trainer, "INCEPTION_EDGE_CUDA=$CUDA");
  // libcuda.so.1 is in "compute", libnvidia-ml.so.1 in "utility".
  assert.match(
    trainer,
    /^ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility$/m,
  );
});

test("run as a user that is not root, with folders for what is mounted", () => {
  for (const { file } of FILES) assert.match(read(file), /^USER [1-9]\d*:[1-9]\d*$/m, file);
  assert.match(trainer, /^ENV INCEPTION_EDGE_CACHE=\/cache /m);
  assert.match(trainer, /--mode=1777 \/cache \/training\/data \/training\/runs$/m);
});

test("give Deno the flags and the variables that `pnpm --filter serve start` does", () => {
  for (const stage of ["native", ""]) {
    const { entrypoint, cmd, environment } = imageWords(stage);
    const wanted = denoArguments(readSettings(environment), REPOSITORY).filter(
      (argument) => !/^--(allow-read|allow-net|conditions)=|^\//.test(argument), // the source's places, port and condition
    );
    for (const argument of wanted)
      assert.ok(entrypoint.includes(argument), `${stage}: ${argument}`);
    const others = ["--allow-net", "--allow-read"];
    assert.equal(rights(entrypoint).toSorted(), [...rights(wanted), ...others].toSorted(), stage);
    const net = ["0.0.0.0", ...bucketHosts].join(",");
    assert.ok(entrypoint.includes(`--allow-net=${net}`), stage);
    assert.equal(cmd, [], stage);
  }
});

test("start Deno itself, and read where platforms put models", () => {
  const folders = platforms.flatMap(({ mount, modelsIn }) => mount ?? modelsIn ?? []);
  for (const stage of ["native", ""]) {
    const { entrypoint } = imageWords(stage);
    assert.is(entrypoint[0], "/bin/deno");
    const [, readable] = /--allow-read=(\S+)/.exec(entrypoint.join(" "))!;
    // Keys are mounted in the last one.
    assert.equal(readable!.split(",").toSorted(), ["/app", ...folders, "/run/secrets"].toSorted());
  }
  const [, readable] = /--allow-read=([^"]+)", "--allow-env=\S+ "\/app\/healthcheck.js/.exec(
    dockerfile,
  )!;
  assert.equal(readable!.split(",").toSorted(), ["/app", ...folders].toSorted());
});

test("check health with the right to the variables that tell the port", () => {
  const health = read("deploy/healthcheck.js");
  const [, given] = /--allow-env=([A-Z_,]+)", "\/app\/healthcheck.js/.exec(dockerfile)!;
  const asked = [...health.matchAll(/^ {2}"([A-Z_]+)",$/gm)].map(([, name]) => name);
  assert.equal(given!.split(","), asked);
  for (const { portVariable, modelVariable } of platforms) {
    for (const name of [portVariable, modelVariable]) {
      if (name !== undefined) assert.ok(asked.includes(name), name);
    }
  }
  for (const { port } of platforms) assert.ok(port === undefined || health.includes(`${port}`));
});

/** The names of the flags that permit something. */
function rights(args: readonly string[]): string[] {
  return args.map((arg) => arg.split("=")[0]!).filter((arg) => arg.startsWith("--allow"));
}

test.run();

/** Of the workspace: the package itself, and what it depends on, directly or not. */
function workspacePackages(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name)) return known;
  known.add(name);
  const { dependencies = {} } = JSON.parse(read(`packages/${name}/package.json`)) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const [dependency, version] of Object.entries(dependencies)) {
    if (version.startsWith("workspace:")) workspacePackages(dependency.split("/")[1]!, known);
  }
  return known;
}

function found(pattern: RegExp): string | undefined {
  return pattern.exec(dockerfile)?.[1];
}

function read(path: string): string {
  return readFileSync(join(REPOSITORY, path), "utf8");
}
