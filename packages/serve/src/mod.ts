/**
 * A bundle served over HTTP, on Deno and Node: an image in, labeled predictions out. To run it as a program, see the
 * README; as part of another server:
 *
 * @example
 * ```ts
 * import {
 *   createApp,
 *   createService,
 *   modelsIn,
 *   prepareWorkers,
 *   readSettings,
 * } from "@inception-edge/serve";
 *
 * const service = createService({
 *   settings: { ...readSettings(process.env), WORKERS: 2 },
 *   find: modelsIn("runs/latest/bundle"),
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
export { createService, type ServiceParts } from "./create-service.ts";
export { createHandler, type Handler, type HandlerParts } from "./serverless/create-handler.ts";
export { inThisThread } from "./serverless/in-this-thread.ts";
export { modelsIn, onlyModel, type FindModels, type FoundModel } from "./bundle/find-models.ts";
export { readFolder } from "./bundle/read-folder.ts";
export { prepareWorkers, type StartWorker } from "./worker/prepare-workers.ts";
export type { Env, Phase, Service } from "./service.ts";
export {
  readSettings,
  settingNames,
  SettingsError,
  type SettingName,
  type Settings,
} from "./settings.ts";
export type { ApiKey } from "./setting-values.ts";
export { Problem, problems, type ProblemCode, type ProblemDetails } from "./problem.ts";
