import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findLetters, renamed } from "@inception-edge/testing/images/avif-file";
import { heicFixture, heicFixtures } from "@inception-edge/testing/images/heic-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { concatBytes } from "../concat-bytes.ts";
import { inspectImage } from "../inspect-image.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { readHeicHeader } from "./heic.ts";
import { readHevcConfiguration } from "./hevc.ts";
import { decodableFormats } from "./image-header.ts";

const headers = suite("readHeicHeader()");

const plain = heicFixture("4:2:0").file; // 27x19, cropped from 64x64
const tiles = heicFixture("of tiles, turned").file; // 70x66 of 2x2 tiles of 64x64, turned
const limits = { ...DEFAULT_LIMITS, formats: decodableFormats };

headers("readHeicHeader() tells a HEIC, cropped and upright", () => {
  assert.equal(readHeicHeader(plain), {
    format: "heic",
    width: 27,
    height: 19,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
  for (const { name, file, width, height } of heicFixtures) {
    const header = readHeicHeader(file);
    assert.equal([header.width, header.height], [width, height], name);
  }
  assert.is(readHeicHeader(heicFixture("10 bits").file).bitDepth, 10);
  assert.is(readHeicHeader(heicFixture("grey").file).channels, 1);
  assert.is(readHeicHeader(heicFixture("with alpha").file).channels, 4);
});

headers("readHeicHeader() of a HEIC cut off anywhere is incomplete or truncated", () => {
  for (const file of [plain, tiles]) {
    for (let length = 30; length < file.length; length += 1) {
      const part = file.subarray(0, length);
      try {
        assert.not(readHeicHeader(part).complete);
      } catch (error) {
        assert.is((error as { code?: string }).code, "truncated", `at byte ${length}`);
      }
    }
  }
});

headers("inspectImage() holds the declared size to the limits", () => {
  const bomb = withSizes(tiles, "ispe", 30_000);
  const grid = gridOf(bomb);
  new DataView(bomb.buffer).setUint16(grid + 4, 30_000);
  new DataView(bomb.buffer).setUint16(grid + 6, 30_000);
  throwsImageError(() => inspectImage(bomb, limits), "too_many_pixels", /30000x30000 px/);
});

headers("readHeicHeader() refuses coded data that hold more than the file says", () => {
  const large = withSizes(plain, "ispe", 64);
  const small = renamed(large, "clap", "free");
  new DataView(small.buffer).setUint32(findLetters(small, "ispe") + 8, 8);
  assert.is(readHeicHeader(small).width, 8); // 64x64 are its blocks.
  const other = heicFixture("of tiles, turned").file;
  const unit = parameters(1024);
  const claims = withParameters(other, unit);
  throwsImageError(() => readHeicHeader(claims), "corrupt", /64x64 is coded in 1024x1024/);
});

headers("readHeicHeader() refuses a crop and a grid that hide a larger picture", () => {
  const hidden = withSizes(plain, "ispe", 30_000);
  throwsImageError(() => readHeicHeader(hidden), "corrupt", /coded px for 27x19/);
  const canvas = tiles.slice();
  new DataView(canvas.buffer).setUint16(gridOf(canvas) + 4, 60_000);
  throwsImageError(() => readHeicHeader(canvas), "corrupt", /a grid of 60000x66 px/);
});

headers("readHeicHeader() refuses an image of too many parts, of itself and of nothing", () => {
  const dimg = findLetters(tiles, "dimg");
  const circular = tiles.slice();
  new DataView(circular.buffer).setUint16(dimg + 8, 1); // the first part is the grid itself
  throwsImageError(() => readHeicHeader(circular), "corrupt", /made of too many others/);
  const empty = renamed(tiles, "dimg", "cdsc");
  throwsImageError(() => readHeicHeader(empty), "corrupt", /made of nothing/);
});

headers("readHeicHeader() counts a part as often as it is decoded", () => {
  const dimg = findLetters(tiles, "dimg") - 4;
  const parts = Array.from({ length: 1000 }, () => [0, 2]).flat();
  const box = concatBytes([
    u32(12 + parts.length),
    "dimg",
    [0, 1, parts.length >> 9, (parts.length >> 1) & 255],
    parts,
  ]);
  const old = new DataView(tiles.buffer, tiles.byteOffset).getUint32(dimg);
  const many = concatBytes([tiles.subarray(0, dimg), box, tiles.subarray(dimg + old)]);
  const view = new DataView(many.buffer);
  for (const name of ["iref", "meta"]) {
    const at = findLetters(many, name) - 4;
    view.setUint32(at, view.getUint32(at) + box.length - old);
  }
  // What is coded lies behind by so much.
  const iloc = findLetters(many, "iloc") + 12;
  for (let item = 0; item < 5; item += 1) {
    const at = iloc + 14 * item + 6;
    view.setUint32(at, view.getUint32(at) + box.length - old);
  }
  throwsImageError(() => readHeicHeader(many), "corrupt", /4100620 coded px for 66x70/);
});

headers("readHeicHeader() is not held up by units of no bytes", () => {
  const empty = withParameters(tiles, new Uint8Array(4 * 20_000));
  new DataView(empty.buffer).setUint32(tiles.length, 0);
  throwsImageError(() => readHeicHeader(empty), "corrupt", /more than 16384 units/);
  const hvcC = Uint8Array.from([...new Uint8Array(22), 1, 33, 255, 255, ...new Uint8Array(400)]);
  throwsImageError(() => readHevcConfiguration(hvcC), "corrupt", /more than 64 units/);
});

headers(
  "readHeicHeader() refuses what is coded otherwise, videos, and files that name none",
  () => {
    const other = renamed(plain, "hvc1", "jpeg");
    throwsImageError(() => readHeicHeader(other), "unsupported", /coded as "jpeg"/);
    const video = renamed(plain, "meta", "moov");
    throwsImageError(() => readHeicHeader(video), "unsupported", /video without a still image/);
    const nameless = renamed(plain, "iinf", "free");
    throwsImageError(() => readHeicHeader(nameless), "corrupt", /names no image/);
    throwsImageError(() => readHeicHeader(renamed(plain, "ispe", "free")), "corrupt", /no size/);
    const bare = renamed(plain, "hvcC", "free");
    throwsImageError(() => readHeicHeader(bare), "corrupt", /no configuration/);
  },
);

headers("readHeicHeader() never throws anything else, whatever a byte is", () => {
  for (const file of [plain, tiles]) {
    for (let at = 0; at < Math.min(file.length, 1000); at += 1) {
      for (const value of [0, 1, 127, 128, 255]) {
        try {
          readHeicHeader(file.with(at, value));
        } catch (error) {
          assert.is((error as Error).name, "ImageError");
        }
      }
    }
  }
});

/** With every such box giving both sides as that. */
function withSizes(heic: Uint8Array, box: string, side: number): Uint8Array<ArrayBuffer> {
  const copy = heic.slice();
  const view = new DataView(copy.buffer);
  const at = findLetters(copy, box);
  view.setUint32(at + 8, side);
  view.setUint32(at + 12, side);
  return copy;
}

/** Where the data of the grid start, which is the first item. */
function gridOf(heic: Uint8Array): number {
  return new DataView(heic.buffer, heic.byteOffset).getUint32(findLetters(heic, "iloc") + 18);
}

/** The second item's data in another place, behind a unit with other parameters. */
function withParameters(heic: Uint8Array, unit: Uint8Array): Uint8Array {
  const at = findLetters(heic, "iloc") + 12 + 14 + 6;
  const view = new DataView(heic.buffer, heic.byteOffset);
  const [offset, length] = [view.getUint32(at), view.getUint32(at + 4)];
  const data = [u32(unit.length), unit, heic.subarray(offset, offset + length)];
  const whole = concatBytes([heic, ...data]);
  new DataView(whole.buffer).setUint32(at, heic.length);
  new DataView(whole.buffer).setUint32(at + 4, 4 + unit.length + length);
  return whole;
}

/** A sequence parameter set of H.265 up to its size. */
function parameters(side: number): Uint8Array {
  const bits = [
    "0100001000000001", // the unit's header: type 33
    "00000001", // one layer
    "0".repeat(96), // profile and level
    "1", // sps_seq_parameter_set_id 0
    "010", // 4:2:0
    ue(side),
    ue(side),
    "1".repeat(16),
  ].join("");
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    Number.parseInt(bits.slice(8 * at, 8 * at + 8).padEnd(8, "0"), 2),
  );
}

function ue(value: number): string {
  const code = (value + 1).toString(2);
  return "0".repeat(code.length - 1) + code;
}

function u32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
}

headers.run();
