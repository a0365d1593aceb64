/** The variables that serving natively takes: what the user named, what is installed, or with `--native` what becomes so. */
import type { SettingName } from "../settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables to add. */
export type NativeEnvironment = Partial<Readonly<Record<SettingName, string>>>;

/**
 * Loads what installs the library only where the native engine is asked for: by `--native`, or by a variable.
 * @param install whether `--native` was given
 */
export async function nativeEnvironment(
  environment: Environment,
  install: boolean,
): Promise<NativeEnvironment> {
  const engine = environment["ENGINE"] || (install ? "litert-native" : "auto");
  const isNamed = Boolean(environment["LITERT_LIBRARY"]);
  if (!isNamed && engine !== "litert-native") return {};
  const library = install && !isNamed ? await installed() : await found(environment);
  return { ENGINE: engine, ...(library && { LITERT_LIBRARY: library }) };
}

async function installed(): Promise<string> {
  const { installLiteRt } = await import("@inception-edge/litert");
  return installLiteRt(console.error);
}

async function found(environment: Environment): Promise<string | undefined> {
  const { findLiteRt } = await import("@inception-edge/litert/find-litert");
  return findLiteRt(environment);
}
