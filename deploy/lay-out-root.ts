/**
 * The image's files without an engine and without its base: what the Dockerfile copies, Deno as npm installed it, and this
 * machine's C library.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { findLiteRt } from "@inception-edge/litert";
import { denoProgram } from "../packages/serve/src/entry/deno-program.ts";
import type { Target } from "./engine.ts";

export function rootOf(target: Target): string {
  return join(tmpdir(), `inception-edge-${target}`);
}

/** @throws {Error} where LiteRT's library is wanted and not installed */
export function layOutRoot(repository: string, target: Target): void {
  const root = rootOf(target);
  rmSync(root, { recursive: true, force: true });
  const run = (command: string, ...args: readonly string[]): void =>
    void execFileSync(command, args, { cwd: repository, stdio: "inherit" });
  run(resolve(repository, "node_modules/.bin/tsc"), "--build", "packages/serve");
  const serve = ["--filter", "@inception-edge/serve", "--prod"];
  run(process.execPath, "scripts/pnpm.js", ...serve, "deploy", join(root, "app"));
  rmSync(join(root, "app/bundle"), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    [resolve(repository, "deploy/healthcheck.js")]: "/app/healthcheck.js",
    [resolve(repository, "packages/serve/bundle")]: "/bundle",
    [denoProgram()]: "/bin/deno",
    ...(target === "native" && { [installed()]: "/app/litert/libLiteRt.so" }),
  };
  for (const [from, to] of Object.entries(files)) copy(from, join(root, to));
  for (const library of sharedLibraries(Object.keys(files).slice(2))) {
    copy(library, join(root, library));
  }
}

function installed(): string {
  const library = findLiteRt(process.env);
  if (library !== undefined) return library;
  throw new Error("Cannot lay out native: run `pnpm --filter serve native:install` first");
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, dereference: true });
}

/** Of programs and libraries, the loader among them. */
function sharedLibraries(files: readonly string[]): readonly string[] {
  const listed = execFileSync("ldd", files, { encoding: "utf8" });
  return [...new Set(listed.match(/\/\S+\.so\S*(?= \()/g))];
}
