import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  exifSegment,
  hostileJpeg,
  jpegFixture,
  segment,
  withSegments,
} from "@inception-edge/testing/images/jpeg-file";
import { concat } from "@inception-edge/testing/images/png-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { readJpegHeader } from "./jpeg.ts";

const header = suite("readJpegHeader()");

const jpeg = jpegFixture("baseline 4:2:0").file;
const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);

header("readJpegHeader() tells a baseline JPEG", () => {
  assert.equal(readJpegHeader(jpeg), {
    format: "jpeg",
    width: 27,
    height: 19,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

header("readJpegHeader() tells progressive, grey and CMYK JPEGs", () => {
  const progressive = readJpegHeader(jpegFixture("progressive 4:2:0").file);
  assert.ok(progressive.progressive);
  assert.is(progressive.scans, 10);
  assert.is(readJpegHeader(jpegFixture("grey").file).channels, 1);
  assert.is(readJpegHeader(jpegFixture("CMYK").file).channels, 4);
});

header("readJpegHeader() counts every scan", () => {
  const hostile = hostileJpeg({ width: 16, height: 16, progressive: true, scans: 5010 });
  assert.is(readJpegHeader(hostile).scans, 5010);
});

header("readJpegHeader() does not look for scans or an end inside segments", () => {
  const thumbnail = segment(0xe2, [...jpeg.subarray(0, 400), 0xff, 0xd9]);
  assert.equal(readJpegHeader(withSegments(jpeg, thumbnail)), readJpegHeader(jpeg));
});

header("readJpegHeader() takes the orientation from a JPEG's APP1", () => {
  assert.is(readJpegHeader(withSegments(jpeg, exifSegment(6, "II"))).orientation, 6);
  assert.is(readJpegHeader(withSegments(jpeg, exifSegment(8, "MM"))).orientation, 8);
  assert.is(readJpegHeader(withSegments(jpeg, exifSegment(3), exifSegment(6))).orientation, 3);
});

header("readJpegHeader() refuses JPEGs that no codec here decodes", () => {
  throwsImageError(() => readJpegHeader(jpeg.with(frame + 1, 0xc9)), "unsupported", /SOF9/); // arithmetic
  throwsImageError(() => readJpegHeader(jpeg.with(frame + 1, 0xc3)), "unsupported", /SOF3/); // lossless
  throwsImageError(() => readJpegHeader(jpeg.with(frame + 4, 12)), "unsupported", /12 bits/);
  throwsImageError(() => readJpegHeader(jpeg.with(frame + 9, 2)), "unsupported", /2 components/);
});

header("readJpegHeader() counts no scan behind one that is the whole image", () => {
  assert.is(readJpegHeader(hostileJpeg({ width: 16, height: 16, scans: 9 })).scans, 1);
  for (const [scans, counted] of [
    [1, 2], // another one is to come
    [9, 9],
  ] as const) {
    const several = hostileJpeg({ width: 16, height: 16, components: 3, scans });
    assert.is(readJpegHeader(several).scans, counted);
  }
});

header("readJpegHeader() refuses more segments than any image has", () => {
  const empty = Array.from({ length: 70_000 }, () => segment(0xe2, []));
  throwsImageError(() => readJpegHeader(withSegments(jpeg, ...empty)), "corrupt", /than 65536 seg/);
});

header("readJpegHeader() takes any marker as the end of a scan that is the whole image", () => {
  const end = jpeg.length - 2;
  for (const trailer of [
    [0xff, 0xd8],
    [0xff, 0x02],
    [0xff, 0xe5, 0xff, 0xff],
  ]) {
    assert.ok(readJpegHeader(concat([jpeg.subarray(0, end), Uint8Array.from(trailer)])).complete);
  }
  assert.not(readJpegHeader(jpeg.subarray(0, end)).complete);
});

header("readJpegHeader() passes over bytes between segments, and lengths below 2", () => {
  const junk = Uint8Array.of(1, 2, 3, 0xff, 0, 0xff, 0xff);
  for (const before of [junk, Uint8Array.of(0xff, 0xfe, 0, 0), Uint8Array.of(0xff, 0xd3)]) {
    assert.equal(readJpegHeader(withSegments(jpeg, before)), readJpegHeader(jpeg));
  }
});

header("readJpegHeader() takes a height of 0 from DNL, which stands behind the first scan", () => {
  const late = jpeg.with(frame + 5, 0).with(frame + 6, 0);
  const dnl = segment(0xdc, [1, 2]);
  const end = jpeg.length - 2;
  const withDnl = concat([late.subarray(0, end), dnl, late.subarray(end)]);
  assert.is(readJpegHeader(withDnl).height, 258);
  throwsImageError(() => readJpegHeader(late), "corrupt", /its height is 0/);
  throwsImageError(() => readJpegHeader(late.subarray(0, end)), "truncated", /before its height/);
});

header("readJpegHeader() refuses JPEGs that could hide another image from it", () => {
  const again = segment(0xc0, [...jpeg.subarray(frame + 4, frame + 19)]);
  throwsImageError(() => readJpegHeader(withSegments(jpeg, again)), "corrupt", /second frame/);
  throwsImageError(
    () => readJpegHeader(withSegments(jpeg, Uint8Array.of(0xff, 0xd8))),
    "corrupt",
    /second image/,
  );
});

header.run();
