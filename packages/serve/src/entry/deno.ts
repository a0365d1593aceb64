/** The service on Deno. */
import { denoRuntime } from "./deno-runtime.ts";
import { runService } from "./run-service.ts";

await runService(denoRuntime);
