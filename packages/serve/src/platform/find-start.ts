/**
 * How this process was started: by variables, the words after the entry point, and folders that a platform has mounted.
 * From them follow the model's folder and the port; what an operator sets stands over what is found.
 */
import { readSettings, type Settings } from "../settings.ts";
import { findMountedModel } from "./find-mounted-model.ts";
import { platforms, type Platform } from "./platforms.ts";
import { parseStartArguments } from "./start-arguments.ts";

/** What a start is found by besides variables. */
export interface StartOptions {
  /** The words after the entry point. */
  readonly args: readonly string[];
  /** See `findMountedModel`. */
  readonly root?: string;
}

/**
 * @returns the settings that result
 * @throws {Error} with everything that cannot be used
 */
export async function findStart(
  environment: Readonly<Record<string, string | undefined>>,
  { args, root }: StartOptions,
): Promise<Settings> {
  const given = parseStartArguments(args);
  const variables = { ...environment, ...given.environment };
  const settings = readSettings(variables);
  const mounted = settings.MODEL_DIR === "" ? await findMountedModel(settings, root) : undefined;
  const platform = given.platform ?? mounted?.platform;
  return {
    ...settings,
    MODEL_DIR: mounted?.folder ?? settings.MODEL_DIR,
    PORT: findPort(settings, variables["PORT"] ? undefined : platform),
  };
}

/** The port that a platform connects to stands over the operator's: at another one nobody would come. */
function findPort(settings: Settings, platform: Platform | undefined): number {
  const named = platforms.flatMap(({ portVariable }) =>
    portVariable ? settings[portVariable] : 0,
  );
  return named.find((port) => port !== 0) ?? platform?.port ?? settings.PORT;
}
