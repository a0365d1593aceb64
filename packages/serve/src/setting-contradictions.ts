/** Settings that are valid alone but not together. */

/** Those that limit each other. */
type RelatedSettings = Readonly<
  Record<
    | "MAX_IMAGES"
    | "MAX_QUEUE"
    | "MAX_PIXELS"
    | "MAX_BASELINE_PIXELS"
    | "MAX_QUEUED_PIXELS"
    | "MAX_BODY_BYTES"
    | "MAX_UPLOAD_BYTES",
    number
  >
>;

/** What is wrong with them together: a request within one limit could never be served. */
export function contradictions(settings: RelatedSettings): string[] {
  const { MAX_IMAGES, MAX_QUEUE, MAX_PIXELS, MAX_BASELINE_PIXELS, MAX_QUEUED_PIXELS } = settings;
  const { MAX_BODY_BYTES, MAX_UPLOAD_BYTES } = settings;
  const largest = Math.max(MAX_PIXELS, MAX_BASELINE_PIXELS);
  const faults: string[] = [];
  if (MAX_IMAGES > MAX_QUEUE + 1) {
    faults.push(`MAX_IMAGES must be at most MAX_QUEUE + 1 (${MAX_QUEUE + 1}), got ${MAX_IMAGES}`);
  }
  if (largest > MAX_QUEUED_PIXELS) {
    faults.push(
      `MAX_QUEUED_PIXELS must be at least ${largest}, the pixels of the largest image, got ${MAX_QUEUED_PIXELS}`,
    );
  }
  if (MAX_BODY_BYTES > MAX_UPLOAD_BYTES) {
    faults.push(
      `MAX_UPLOAD_BYTES must be at least ${MAX_BODY_BYTES}, the bytes of the largest body, got ${MAX_UPLOAD_BYTES}`,
    );
  }
  return faults;
}
