/** Builds the tracer, kernel-trace.cpp, against CUPTI's headers from their wheels. */
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unpackWheel } from "../../../packages/host/src/wheels/mod.ts";
import { findCompiler } from "../../../packages/tensorflow/src/install/build-addon.ts";
import { run } from "../run.ts";

const WHEELS = join(import.meta.dirname, "cupti.txt");
const SOURCE = join(import.meta.dirname, "..", "trace", "kernel-trace.cpp");

/** @throws {Error} where the wheels cannot be had, or it does not compile. */
export async function buildTracer(output: string, work: string): Promise<void> {
  const folder = join(work, "cupti");
  const cuda = join(folder, "nvidia", "cu13");
  if (!existsSync(cuda)) await downloadCupti(folder);
  await mkdir(dirname(output), { recursive: true });
  await run("build the tracer", [
    ...(await findCompiler()),
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-shared",
    "-s",
    `-I${join(cuda, "include")}`,
    SOURCE,
    join(cuda, "lib", "libcupti.so.13"),
    `-o${output}`,
  ]);
}

async function downloadCupti(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run("download CUPTI", [
    "python3",
    "-m",
    "pip",
    "download",
    `--requirement=${WHEELS}`,
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    `--dest=${folder}`,
  ]);
  const wheels = (await readdir(folder)).filter((name) => name.endsWith(".whl"));
  for (const name of wheels) {
    await unpackWheel(join(folder, name), folder, (path) => path.startsWith("nvidia/"));
  }
}
