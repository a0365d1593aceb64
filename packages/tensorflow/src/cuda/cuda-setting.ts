/** `INCEPTION_EDGE_CUDA`: where CUDA's libraries must come from, if the installer is not to choose. */

const CUDA_SETTINGS = ["host", "wheels"] as const;
/** "host": this machine's own libraries; "wheels": only PyPI's. */
export type CudaSetting = (typeof CUDA_SETTINGS)[number];

/**
 * The variable's value; undefined if it is unset or empty.
 * @throws {Error} for any other value.
 */
export function cudaSetting(
  environment: Readonly<Record<string, string | undefined>>,
): CudaSetting | undefined {
  const text = environment["INCEPTION_EDGE_CUDA"]?.trim();
  if (!text) return undefined;
  const setting = CUDA_SETTINGS.find((name) => name === text);
  if (setting !== undefined) return setting;
  throw new Error(
    `Cannot use INCEPTION_EDGE_CUDA="${text}": want "host" for this machine's own CUDA libraries or "wheels" for PyPI's; unset it to let the installer choose`,
  );
}
