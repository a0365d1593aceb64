/** What both builds are told on the command line. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { wasmEngineNames, type WasmEngineName } from "@inception-edge/inference";
import type { EmbedOptions } from "./bundle-with-files.ts";

const SHIPPED = resolve(import.meta.dirname, "../../packages/serve/bundle");

/** @throws {Error} on a flag that there is not, or an engine */
export function readOptions(
  defaults: Readonly<Record<"out" | "engine", string>>,
): Omit<EmbedOptions, "entryPoints"> {
  const { values } = parseArgs({
    options: {
      bundle: { type: "string", default: SHIPPED },
      out: { type: "string", default: defaults.out },
      engine: { type: "string", default: defaults.engine },
    },
  });
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const [bundle, out] = [values.bundle, values.out].map((path) => resolve(cwd, path));
  return { bundle: bundle!, out: out!, engine: engineNamed(values.engine) };
}

/** A table of sizes, with their sum. */
export function sizesOf(folder: string, files: readonly string[]): string {
  const sizes = files.map((file) => statSync(join(folder, file)).size);
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  return [...files.map((file, index) => row(sizes[index]!, file)), row(total, folder)].join("\n");
}

function row(bytes: number, what: string): string {
  return `${(bytes / 1e6).toFixed(2).padStart(6)} MB  ${what}`;
}

function engineNamed(name: string): WasmEngineName {
  const found = wasmEngineNames.find((one) => one === name);
  if (found !== undefined) return found;
  throw new Error(`Cannot build with the engine "${name}"; take ${wasmEngineNames.join(" or ")}`);
}
