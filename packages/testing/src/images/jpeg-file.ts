/** JPEGs for tests: the fixtures Pillow made, and segments to put into them or to make hostile ones of. */
import type { Orientation } from "@inception-edge/image";
import { findFixture, readFixtures, type Fixture } from "./fixture.ts";
import fixtures from "./fixtures/jpeg.json" with { type: "json" };
import { concat } from "./png-file.ts";

export const jpegFixtures: readonly Fixture[] = readFixtures(fixtures);

export function jpegFixture(name: string): Fixture {
  return findFixture(jpegFixtures, name);
}

/** A segment: marker, length, payload. */
export function segment(marker: number, payload: readonly number[]): Uint8Array {
  const length = payload.length + 2;
  return Uint8Array.from([0xff, marker, length >> 8, length & 255, ...payload]);
}

/** The JPEG with segments put right after its first marker. */
export function withSegments(jpeg: Uint8Array, ...segments: readonly Uint8Array[]): Uint8Array {
  return concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** The JPEG without its first segment of that kind. */
export function withoutSegment(jpeg: Uint8Array, marker: number): Uint8Array {
  const at = jpeg.findIndex((byte, index) => byte === 0xff && jpeg[index + 1] === marker);
  const end = at + 2 + jpeg[at + 2]! * 256 + jpeg[at + 3]!;
  return concat([jpeg.subarray(0, at), jpeg.subarray(end)]);
}

/** A TIFF structure that holds nothing but the orientation. */
export function exifTiff(orientation: Orientation, order: "II" | "MM" = "MM"): number[] {
  const u16 = (value: number): number[] => (order === "II" ? [value, 0] : [0, value]);
  const u32 = (value: number): number[] => (order === "II" ? [value, 0, 0, 0] : [0, 0, 0, value]);
  const tag = order === "II" ? [0x12, 0x01] : [0x01, 0x12];
  const letters = [order.charCodeAt(0), order.charCodeAt(1)];
  const entry = [...tag, ...u16(3), ...u32(1), ...u16(orientation), 0, 0];
  return [...letters, ...u16(42), ...u32(8), ...u16(1), ...entry, ...u32(0)];
}

export function exifSegment(orientation: Orientation, order: "II" | "MM" = "MM"): Uint8Array {
  return segment(0xe1, [...new TextEncoder().encode("Exif\0\0"), ...exifTiff(orientation, order)]);
}

export interface HostileJpeg {
  readonly width: number;
  readonly height: number;
  readonly progressive?: boolean;
  /** 1 for grey, the default, or 3; a scan is of the first one. */
  readonly components?: number;
  readonly scans?: number;
}

/** A JPEG of that size that holds next to no data: a header that promises an image. */
export function hostileJpeg({
  width,
  height,
  progressive = false,
  components = 1,
  scans = 1,
}: HostileJpeg): Uint8Array {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return concat([
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    segment(progressive ? 0xc2 : 0xc0, [
      8,
      ...size,
      components,
      ...Array.from({ length: components }, (_, index) => [index + 1, 0x11, 0]).flat(),
    ]),
    segment(0xc4, [0, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...Array.from({ length: scans }, () =>
      concat([segment(0xda, [1, 1, 0, 0, progressive ? 0 : 63, 0]), Uint8Array.of(0, 0)]),
    ),
    Uint8Array.of(0xff, 0xd9),
  ]);
}
