/** What trains a run, in words. */

/** @param workers how many such machines train together */
export function hardwareOf({ hardware }: { readonly hardware: string }, workers = 1): string {
  return workers === 1 ? hardware : `${workers} workers, each ${hardware}`;
}
