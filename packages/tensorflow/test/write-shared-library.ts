/** Shared libraries for tests that open them: empty ones, made by this machine's compiler. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findCompiler } from "../src/install/build-addon.ts";

/** @param needs names of files in the same folder, where it finds them when it is opened. */
export async function writeSharedLibrary(
  path: string,
  needs: readonly string[] = [],
): Promise<void> {
  const [compiler, ...args] = await findCompiler();
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const source = join(folder, "empty.c");
  writeFileSync(source, "");
  const options = [
    "-shared",
    "-Wl,--no-as-needed",
    "-Wl,-rpath,$ORIGIN",
    `-Wl,-soname,${basename(path)}`,
    "-o",
    path,
    source,
  ];
  execFileSync(compiler, [...args, ...options, ...needs.map((name) => join(folder, name))], {
    cwd: folder,
  });
}
