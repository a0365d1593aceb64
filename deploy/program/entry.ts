/** The whole service, threads and all, with its model: what `build:program` makes one file of. */
import { bundle, page } from "embedded:files";
import { denoRuntime } from "../../packages/serve/src/entry/deno-runtime.ts";
import { runService } from "../../packages/serve/src/entry/run-service.ts";

await runService({ ...denoRuntime, builtIn: { bundle, page } });
