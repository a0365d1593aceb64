/**
 * A bundle served over HTTP, on Deno and Node: an image in, labelled predictions out. As a program, see the README;
 * as a part of another server:
 *
 * @example
 * ```ts
 * import { createApp, createService, prepareWorkers, readSettings } from "@inception-edge/serve";
 *
 * const service = createService({
 *   settings: { ...readSettings(process.env), WORKERS: 2 },
 *   folder: "runs/latest/bundle",
 *   startWorker: prepareWorkers(2),
 *   page: new Map(),
 *   log: (level, entry) => console.log(level, entry),
 *   peerAddress: () => undefined,
 *   onHung: () => {},
 * });
 * await service.slot.load();
 * export default { fetch: createApp(service).fetch }; // for `deno serve`
 * ```
 *
 * @module
 */
export { createApp } from "./app.ts";
export type { ServiceParts } from "./create-service.ts";
export { createService } from "./create-service.ts";
export type { StartWorker } from "./worker/prepare-workers.ts";
export { prepareWorkers } from "./worker/prepare-workers.ts";
export type { Env, Phase, Service } from "./service.ts";
export type { ApiKey, SettingName, Settings } from "./settings.ts";
export { readSettings, settingNames, SettingsError } from "./settings.ts";
export type { ProblemCode, ProblemDetails } from "./problem.ts";
export { Problem, problems } from "./problem.ts";
