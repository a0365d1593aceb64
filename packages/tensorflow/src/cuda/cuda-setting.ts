/** `INCEPTION_EDGE_CUDA`: where CUDA's libraries have to come from, where the choice is not left to `start install`. */

const CUDA_SETTINGS = ["host", "wheels"] as const;
/** This machine's own libraries, or PyPI's wheels and nothing else. */
export type CudaSetting = (typeof CUDA_SETTINGS)[number];

/** @throws {Error} when the variable says anything else. Unset and empty leave the choice open. */
export function cudaSetting(
  environment: Readonly<Record<string, string | undefined>>,
): CudaSetting | undefined {
  const text = environment["INCEPTION_EDGE_CUDA"]?.trim();
  if (!text) return undefined;
  const setting = CUDA_SETTINGS.find((name) => name === text);
  if (setting !== undefined) return setting;
  throw new Error(
    `Cannot use INCEPTION_EDGE_CUDA="${text}": it is "host" for this machine's own CUDA libraries or "wheels" for PyPI's; unset it to have the better one chosen`,
  );
}
