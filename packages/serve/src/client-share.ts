/** How much of each budget one client may hold, so that others always find room. */
import type { Settings } from "./settings.ts";

export interface ClientShare {
  /** Bytes of bodies. */
  readonly uploadBytes: number;
  /** Pixels waiting and at work. */
  readonly pixels: number;
  /** Images waiting. */
  readonly queue: number;
}

/** Never less than the largest request needs. */
export function clientShare(settings: Settings): ClientShare {
  const { CLIENT_SHARE, MAX_UPLOAD_BYTES, MAX_QUEUED_PIXELS, MAX_QUEUE } = settings;
  const { MAX_BODY_BYTES, MAX_PIXELS, MAX_BASELINE_PIXELS, MAX_IMAGES } = settings;
  const shareOf = (budget: number): number => Math.floor((budget * CLIENT_SHARE) / 100);
  return {
    uploadBytes: Math.max(shareOf(MAX_UPLOAD_BYTES), MAX_BODY_BYTES),
    pixels: Math.max(shareOf(MAX_QUEUED_PIXELS), MAX_PIXELS, MAX_BASELINE_PIXELS),
    queue: Math.max(shareOf(MAX_QUEUE), MAX_IMAGES - 1),
  };
}
