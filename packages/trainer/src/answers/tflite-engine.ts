/** What TFLite files are measured in: LiteRT's own library where it is installed, else the fastest WebAssembly. */
import { compileEngine, type CompiledEngine } from "@inception-edge/inference";
import { findLiteRt } from "@inception-edge/litert";

/** @throws {InferenceError} `no_engine` */
export function tfliteEngine(): Promise<CompiledEngine> {
  return compileEngine("auto", { library: findLiteRt() });
}
