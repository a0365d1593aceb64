/**
 * Reads a JPEG's header: the frame, the EXIF orientation, and how many scans there are, since each of them
 * costs a pass over the image. Refuses what the codec cannot decode: arithmetic coding, lossless, 12-bit, two
 * components. Colours without an Adobe marker are libjpeg's to guess.
 */
import type { ImageError } from "../image-error.ts";
import { exifOrientation } from "./exif.ts";
import type { ImageHeader, Orientation } from "./image-header.ts";
import { DNL, EOI, isFrame, jpegSegments, payloadOf, SOF0, SOI, SOS } from "./jpeg-segments.ts";
import { startsWith } from "./starts-with.ts";
import { unreadable } from "./unreadable.ts";

// T.81, table B.1.
const SOF2 = 0xc2;
const APP1 = 0xe1;

type Frame = Pick<ImageHeader, "width" | "height" | "channels" | "bitDepth" | "progressive">;

export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  let frame: Frame | undefined;
  let lateHeight = 0;
  let orientation: Orientation | undefined;
  let scans = 0;
  let isWhole = false;
  let complete = false;
  for (const segment of jpegSegments(bytes)) {
    const { marker, at, isCut } = segment;
    if (marker === DNL && scans === 1) lateHeight = readLines(payloadOf(bytes, segment));
    // Whatever marker ends the data of a scan that is the whole image: libjpeg draws what there is.
    complete = isWhole || marker === EOI;
    if (complete || isCut) break;
    if (isFrame(marker)) {
      if (frame !== undefined) throw corrupt(`a second frame starts at byte ${at}`);
      frame = readFrame(marker, payloadOf(bytes, segment));
    } else if (marker === SOS) {
      scans += 1;
      isWhole = frame?.progressive === false && bytes[at + 4] === frame.channels;
    } else if (marker === SOI) {
      throw corrupt(`a second image starts at byte ${at}`);
    } else if (marker === APP1 && startsWith(bytes, "Exif\0\0", at + 4)) {
      orientation ??= exifOrientation(payloadOf(bytes, segment));
    }
  }
  if (frame === undefined) {
    if (complete || scans > 0) throw corrupt("it has no frame");
    throw unreadable("JPEG", "truncated", `it ends at byte ${bytes.length}, before its size`);
  }
  const height = frame.height || lateHeight;
  if (height === 0) {
    throw complete
      ? corrupt("its height is 0")
      : unreadable("JPEG", "truncated", `it ends at byte ${bytes.length}, before its height`);
  }
  // A baseline scan of some components wants another one for the rest.
  if (!frame.progressive && !isWhole && scans === 1) scans = 2;
  return { format: "jpeg", ...frame, height, orientation: orientation ?? 1, scans, complete };
}

/** T.81, B.2.5 */
function readLines([high = 0, low = 0]: Uint8Array): number {
  return high * 256 + low;
}

/** T.81, B.2.2. A height of 0 is given later, by DNL. */
function readFrame(marker: number, payload: Uint8Array): Frame {
  const [bitDepth, heightHigh, heightLow, widthHigh, widthLow, channels] = payload;
  if (channels === undefined || payload.length < 6 + 3 * channels) {
    throw corrupt("its frame header is too short");
  }
  const height = heightHigh! * 256 + heightLow!;
  const width = widthHigh! * 256 + widthLow!;
  if (marker > SOF2) throw unsupported(`the coding process SOF${marker - SOF0}`);
  if (bitDepth !== 8) throw unsupported(`${bitDepth} bits a sample`);
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw unsupported(`${channels} components`);
  if (width === 0) throw corrupt("its width is 0");
  return { width, height, channels, bitDepth, progressive: marker === SOF2 };
}

function corrupt(reason: string): ImageError {
  return unreadable("JPEG", "corrupt", reason);
}

function unsupported(feature: string): ImageError {
  return unreadable(
    "JPEG",
    "unsupported",
    `${feature} is not decoded; save it anew as an ordinary JPEG`,
  );
}
