/** Compares versions of CUDA's libraries and drivers: numbers separated by dots. */

/** True if `version` ("12.8.4.1") is `minimum` ("12.5") or newer. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [have, want] = [version, minimum].map((text) => text.split(".").map(Number));
  for (const [index, number] of want!.entries()) {
    const own = have![index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}
