/**
 * `pnpm --filter deploy build:module [--bundle DIR] [--out DIR] [--engine tfjs-tflite|litert]`: the service with a model as
 * a module that exports a fetch handler.
 */
import { readOptions, sizesOf } from "../embed/read-options.ts";
import { buildModule } from "./build-module.ts";

try {
  // litert is faster once it runs, but takes 50 MB more: bench/serverless.bench.ts.
  const options = readOptions({ out: "inception-edge-module", engine: "tfjs-tflite" });
  console.log(sizesOf(options.out, await buildModule(options)));
  console.log(`\ncd ${options.out} && deno task start`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
