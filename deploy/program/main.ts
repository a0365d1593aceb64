/**
 * `pnpm --filter deploy build:program [--bundle DIR] [--out FILE] [--engine litert|tfjs-tflite]`: the service with a model
 * as one program.
 */
import { statSync } from "node:fs";
import { readOptions } from "../embed/read-options.ts";
import { buildProgram } from "./build-program.ts";

try {
  const options = readOptions({ out: "inception-edge", engine: "litert" });
  await buildProgram(options);
  console.log(`${(statSync(options.out).size / 1e6).toFixed(1)} MB  ${options.out}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
