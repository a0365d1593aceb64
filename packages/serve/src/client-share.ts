/** How much of each budget one client may use, so that there is always room for others. */
import type { Settings } from "./settings.ts";

/** The most that one client may use of each budget. */
export interface ClientShare {
  /** Bytes of request bodies. */
  readonly uploadBytes: number;
  /** Pixels of images that wait or are being classified. */
  readonly pixels: number;
  /** Images that wait. */
  readonly queue: number;
}

/** Each share is at least what the largest request needs. */
export function clientShare(settings: Settings): ClientShare {
  const { CLIENT_SHARE, MAX_UPLOAD_BYTES, MAX_QUEUED_PIXELS, MAX_QUEUE } = settings;
  const { MAX_BODY_BYTES, MAX_PIXELS, MAX_BASELINE_PIXELS, MAX_IMAGES } = settings;
  const share = (budget: number): number => Math.floor((budget * CLIENT_SHARE) / 100);
  return {
    uploadBytes: Math.max(share(MAX_UPLOAD_BYTES), MAX_BODY_BYTES),
    pixels: Math.max(share(MAX_QUEUED_PIXELS), MAX_PIXELS, MAX_BASELINE_PIXELS),
    queue: Math.max(share(MAX_QUEUE), MAX_IMAGES - 1),
  };
}
