/**
 * `pnpm --filter deploy build:module [--bundle DIR] [--out DIR] [--engine tfjs-tflite|litert]`: the service with a model as
 * a module that exports a fetch handler.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { wasmEngineNames, type WasmEngineName } from "@inception-edge/inference";
import { buildModule } from "./build-module.ts";

const SHIPPED = resolve(import.meta.dirname, "../../packages/serve/bundle");

try {
  const { values } = parseArgs({
    options: {
      bundle: { type: "string", default: SHIPPED },
      out: { type: "string", default: "inception-edge-module" },
      engine: { type: "string", default: "tfjs-tflite" },
    },
  });
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const out = resolve(cwd, values.out);
  const sizes = await buildModule({
    bundle: resolve(cwd, values.bundle),
    out,
    engine: engineNamed(values.engine),
  });
  for (const [file, bytes] of sizes)
    console.log(`${(bytes / 1e6).toFixed(2).padStart(6)} MB  ${file}`);
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`${(total / 1e6).toFixed(2).padStart(6)} MB  ${out}\n\ncd ${out} && deno task start`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function engineNamed(name: string): WasmEngineName {
  const found = wasmEngineNames.find((one) => one === name);
  if (found !== undefined) return found;
  throw new Error(`Cannot build with the engine "${name}"; take ${wasmEngineNames.join(" or ")}`);
}
