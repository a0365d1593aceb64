import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixture, findLetters, renamed } from "@inception-edge/testing/images/avif-file";
import { exifTiff } from "@inception-edge/testing/images/jpeg-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { concatBytes } from "../concat-bytes.ts";
import { readAvifHeader } from "./avif.ts";

const headers = suite("readAvifHeader()");

const plain = avifFixture("4:2:0").file;
const ispe = findLetters(plain, "ispe");

headers("readAvifHeader() tells an AVIF", () => {
  assert.equal(readAvifHeader(plain), {
    format: "avif",
    width: 27,
    height: 19,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
  assert.is(readAvifHeader(avifFixture("with alpha").file).channels, 4);
  assert.is(readAvifHeader(avifFixture("grey").file).channels, 1);
});

headers("readAvifHeader() takes the orientation from irot and imir", () => {
  assert.is(readAvifHeader(avifFixture("turned 6").file).orientation, 6);
  assert.is(readAvifHeader(avifFixture("turned 7").file).orientation, 7);
});

headers("readAvifHeader() takes the orientation from EXIF where there is neither", () => {
  for (const orientation of [1, 3, 8] as const) {
    const exif = [0, 0, 0, 0, ...exifTiff(orientation)];
    assert.is(readAvifHeader(withItem(plain, "Exif", exif)).orientation, orientation);
  }
  const turned = avifFixture("turned 6").file;
  assert.is(readAvifHeader(withItem(turned, "Exif", [0, 0, 0, 0, ...exifTiff(3)])).orientation, 6);
});

headers("readAvifHeader() of an AVIF cut off anywhere is incomplete or truncated", () => {
  for (let length = 30; length < plain.length; length += 1) {
    const part = plain.subarray(0, length);
    try {
      assert.not(readAvifHeader(part).complete);
    } catch (error) {
      assert.is((error as { code?: string }).code, "truncated", `at byte ${length}`);
    }
  }
});

headers("readAvifHeader() refuses coded data that hold more than the file says", () => {
  const narrow = plain.with(ispe + 11, 20); // 20x19; the coded data say 27x19
  throwsImageError(() => readAvifHeader(narrow), "corrupt", /20x19 is coded in 27x19/);
});

headers("readAvifHeader() refuses more coded pixels than an image needs", () => {
  const { file } = avifFixture("with alpha");
  const large = [
    0,
    0,
    0,
    20,
    ...new TextEncoder().encode("ispe"),
    ...u32(0),
    ...u32(16384),
    ...u32(16384),
  ];
  const hostile = grow(file, { boxes: ["ipco", "iprp", "meta"], content: large });
  const ipma = findLetters(hostile, "ipma") + 4;
  assert.equal([...hostile.subarray(ipma + 16, ipma + 19)], [2, 4, 1]); // item 2, four properties, the first
  const alpha = hostile.with(ipma + 18, 8);
  throwsImageError(() => readAvifHeader(alpha), "corrupt", /268435969 coded px for 27x19/);
});

headers("readAvifHeader() counts the coded frames", () => {
  const frames = Array.from({ length: 40 }, () => [0x32, 1, 0]).flat(); // OBU_FRAME of one byte
  assert.is(readAvifHeader(withData(plain, frames)).scans, 41);
});

headers("readAvifHeader() is not held up by tables that count more than they hold", () => {
  const iloc = findLetters(plain, "iloc");
  const counts = plain.slice();
  counts.set([0, 0], iloc + 8); // offsets and lengths of no bytes
  counts.set([0xff, 0xff], iloc + 10); // items
  counts.set([0xff, 0xff], iloc + 16); // extents of the first
  throwsImageError(() => readAvifHeader(counts), "corrupt", /more than 4096 pieces/);
});

headers("readAvifHeader() refuses videos without an image, and files that name none", () => {
  const video = renamed(plain, "meta", "moov");
  throwsImageError(() => readAvifHeader(video), "unsupported", /video without a still image/);
  const nameless = renamed(plain, "iinf", "free");
  throwsImageError(() => readAvifHeader(nameless), "corrupt", /names no image/);
  throwsImageError(() => readAvifHeader(renamed(plain, "ispe", "free")), "corrupt", /no size/);
});

headers("readAvifHeader() never throws anything else, whatever a byte is", () => {
  for (let at = 0; at < plain.length; at += 1) {
    for (const value of [0, 1, 127, 128, 255]) {
      try {
        readAvifHeader(plain.with(at, value));
      } catch (error) {
        assert.is((error as Error).name, "ImageError");
      }
    }
  }
});

/** The coded data of the first item in another place, with some more behind. */
function withData(avif: Uint8Array, more: readonly number[]): Uint8Array {
  const iloc = findLetters(avif, "iloc") + 4;
  const view = new DataView(avif.slice().buffer);
  const [offset, length] = [view.getUint32(iloc + 14), view.getUint32(iloc + 18)];
  const whole = concatBytes([avif, avif.subarray(offset, offset + length), more]);
  new DataView(whole.buffer).setUint32(iloc + 14, avif.length);
  new DataView(whole.buffer).setUint32(iloc + 18, length + more.length);
  return whole;
}

/** With another item of that type at the end: iinf and iloc, and so the file, grow in front of the coded data. */
function withItem(avif: Uint8Array, type: string, data: readonly number[]): Uint8Array {
  const letters = [...new TextEncoder().encode(type)];
  const infe = [
    0,
    0,
    0,
    21,
    ...new TextEncoder().encode("infe"),
    2,
    0,
    0,
    0,
    0,
    9,
    0,
    0,
    ...letters,
    0,
  ];
  const place = [0, 9, 0, 0, 0, 1, ...u32(0), ...u32(data.length)];
  const iinf = grow(avif, { boxes: ["iinf", "meta"], content: infe, count: 12 });
  const grown = grow(iinf, { boxes: ["iloc", "meta"], content: place, count: 14 });
  const whole = concatBytes([grown, data]);
  const iloc = findLetters(whole, "iloc") - 4;
  const view = new DataView(whole.buffer);
  const added = infe.length + place.length;
  view.setUint32(iloc + 22, view.getUint32(iloc + 22) + added); // where the image now is
  view.setUint32(iloc + view.getUint32(iloc) - 8, grown.length);
  return whole;
}

interface Growth {
  /** The one at the end of which something is added, and those that it is in. */
  readonly boxes: readonly string[];
  readonly content: readonly number[];
  /** Where in it what it holds is counted. */
  readonly count?: number;
}

function grow(avif: Uint8Array, { boxes, content, count }: Growth): Uint8Array {
  const starts = boxes.map((box) => findLetters(avif, box) - 4);
  const end = starts[0]! + new DataView(avif.buffer, avif.byteOffset).getUint32(starts[0]!);
  const grown = concatBytes([avif.subarray(0, end), content, avif.subarray(end)]);
  const view = new DataView(grown.buffer);
  for (const start of starts) view.setUint32(start, view.getUint32(start) + content.length);
  if (count !== undefined) {
    view.setUint16(starts[0]! + count, view.getUint16(starts[0]! + count) + 1);
  }
  return grown;
}

function u32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
}

headers.run();
