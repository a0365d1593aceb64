/**
 * Reads a JPEG's header: the frame, the EXIF orientation, and how many scans there are, since each of them
 * costs a pass over the image. Refuses what the codec cannot decode (arithmetic coding, lossless, 12-bit,
 * two components) or would decode to wrong colours.
 */
import type { ImageError } from "../image-error.ts";
import { exifOrientation } from "./exif.ts";
import type { ImageHeader, Orientation } from "./image-header.ts";
import { EOI, jpegSegments, SOS } from "./jpeg-segments.ts";
import { unreadable } from "./unreadable.ts";

// T.81, table B.1.
const SOF0 = 0xc0;
const SOF2 = 0xc2;
const SOF15 = 0xcf;
const NOT_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc]; // DHT, JPG and DAC lie among the SOFn
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;

interface Frame extends Pick<
  ImageHeader,
  "width" | "height" | "channels" | "bitDepth" | "progressive"
> {
  /** Its three components call themselves "R", "G" and "B". */
  readonly namedRgb: boolean;
}

export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  let frame: Frame | undefined;
  let orientation: Orientation | undefined;
  let jfif = false;
  let adobe = false;
  let scans = 0;
  let complete = false;
  for (const { marker, at, payload } of jpegSegments(bytes)) {
    if (isFrame(marker)) {
      if (frame !== undefined) throw corrupt(`a second frame starts at byte ${at}`);
      frame = readFrame(marker, payload);
    } else if (marker === SOS) {
      scans += 1;
    } else if (marker === EOI) {
      complete = true;
    } else if (marker === APP1 && startsWith(payload, "Exif\0\0")) {
      orientation ??= exifOrientation(payload.subarray(6));
    } else if (marker === APP0) {
      jfif ||= startsWith(payload, "JFIF");
    } else if (marker === APP14) {
      adobe ||= startsWith(payload, "Adobe");
    }
  }
  if (frame === undefined) {
    if (complete || scans > 0) throw corrupt("it has no frame");
    throw unreadable("JPEG", "truncated", `it ends at byte ${bytes.length}, before its size`);
  }
  const { namedRgb, ...size } = frame;
  // Where libjpeg guesses, the codec refuses CMYK, and takes RGB for YCbCr.
  if (size.channels === 4 && !adobe) throw unsupported("CMYK without an Adobe marker");
  if (namedRgb && !jfif && !adobe) throw unsupported("RGB without an Adobe marker");
  return { format: "jpeg", ...size, orientation: orientation ?? 1, scans, complete };
}

function isFrame(marker: number): boolean {
  return marker >= SOF0 && marker <= SOF15 && !NOT_FRAMES.includes(marker);
}

/** T.81, B.2.2 */
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
  if (height === 0) throw unsupported("a height given after the image");
  if (width === 0) throw corrupt("its width is 0");
  const namedRgb = payload[6] === 0x52 && payload[9] === 0x47 && payload[12] === 0x42;
  return { width, height, channels, bitDepth, progressive: marker === SOF2, namedRgb };
}

function startsWith(payload: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (payload[at] !== text.charCodeAt(at)) return false;
  }
  return true;
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
