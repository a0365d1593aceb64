/** Puts the height that a JPEG gives after its first scan, by DNL, where decoders look for it. */
import { isFrame, jpegSegments } from "./jpeg-segments.ts";

/** The same bytes where the frame has a height; otherwise a copy with this one (T.81, B.2.5). */
export function withFrameHeight(jpeg: Uint8Array, height: number): Uint8Array {
  for (const { marker, at } of jpegSegments(jpeg)) {
    if (!isFrame(marker)) continue;
    const place = at + 5; // after the marker, the length and the bits a sample
    if (jpeg[place] !== 0 || jpeg[place + 1] !== 0) break;
    const copy = jpeg.slice();
    copy.set([height >> 8, height & 255], place);
    return copy;
  }
  return jpeg;
}
