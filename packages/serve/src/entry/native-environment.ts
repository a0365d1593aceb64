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
  const { findLiteRt, installLiteRt } = await import("@inception-edge/litert");
  const isMissing = install && !isNamed;
  const library = isMissing ? await installLiteRt(console.error) : findLiteRt(environment);
  return { ENGINE: engine, ...(library && { LITERT_LIBRARY: library }) };
}
