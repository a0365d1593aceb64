/** The Dockerfile repeats what the repository says elsewhere: versions, packages, Deno's flags, settings. Here they are held together. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { denoArguments } from "../packages/serve/src/entry/runtime-arguments.ts";
import { readSettings } from "../packages/serve/src/settings.ts";

const test = suite("deploy/Dockerfile");
const REPOSITORY = join(import.meta.dirname, "..");
const dockerfile = read("deploy/Dockerfile");

test("pins the versions that the repository is written for", () => {
  const workspace = read("pnpm-workspace.yaml");
  assert.is(found(/node:([\d.]+)-/), /^nodeVersion: (\S+)$/m.exec(workspace)![1]);
  assert.is(found(/deno:distroless-(\S+)/), /^ {2}deno: (\S+)$/m.exec(workspace)![1]);
  assert.is(found(/pnpm@(\S+)/), /PNPM_VERSION = "(\S+)"/.exec(read("scripts/find-pnpm.js"))![1]);
});

test("copies the manifest of every package that the service is made of", () => {
  for (const name of workspacePackages("serve")) {
    assert.ok(dockerfile.includes(`COPY packages/${name}/package.json packages/${name}/`), name);
    assert.ok(read("deploy/Dockerfile.dockerignore").includes(`!packages/${name}\n`), name);
  }
});

test("gives Deno the flags and the variables that `pnpm --filter serve start` does", () => {
  const args = denoArguments(readSettings({}), REPOSITORY);
  const [, command = "[]"] = /^CMD (\[.*\])$/ms.exec(dockerfile.replaceAll("\\\n", ""))!;
  const given = JSON.parse(command) as string[];
  for (const argument of args) {
    const isLocal = /^--(allow-read|conditions)=|^\//.test(argument); // The source's places and condition.
    assert.ok(isLocal || given.includes(argument), argument);
  }
});

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
