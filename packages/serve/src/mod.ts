/**
 * A bundle served over HTTP, on Deno and Node: an image in, labelled predictions out.
 *
 * @example
 * ```ts
 * import { createApp, createService } from "@inception-edge/serve";
 *
 * const service = createService({ settings: readSettings(process.env), … });
 * Deno.serve({ port: 8000 }, createApp(service).fetch);
 * ```
 *
 * @module
 */
export { createApp } from "./app.ts";
export type { Env, Phase, Service } from "./service.ts";
export type { ApiKey, SettingName, Settings } from "./settings.ts";
export { readSettings, settingNames, SettingsError } from "./settings.ts";
export type { ProblemCode, ProblemDetails } from "./problem.ts";
export { Problem, problems } from "./problem.ts";
