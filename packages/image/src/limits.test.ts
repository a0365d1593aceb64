import { deflateSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixture, findLetters, renamed } from "@inception-edge/testing/images/avif-file";
import { blockJpeg } from "@inception-edge/testing/images/block-jpeg";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { heicFixture } from "@inception-edge/testing/images/heic-file";
import { hostileJpeg, jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { chunk, concat, pngFile } from "@inception-edge/testing/images/png-file";
import {
  webpChunks,
  webpFile,
  webpFixture,
  webpFrame,
  webpScreen,
} from "@inception-edge/testing/images/webp-file";
import { throwsImageError } from "../test/throws-image-error.ts";
import { loadDecoder } from "./decoder.ts";
import { decodableFormats } from "./header/image-header.ts";
import { inspectImage } from "./inspect-image.ts";
import { checkBytes, DEFAULT_LIMITS, type ImageLimits } from "./limits.ts";

const limits = suite("limits");
const decoder = await loadDecoder();

/** A PNG that promises an image of that size and holds a few bytes of it. */
function hostilePng(width: number, height: number): Uint8Array {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  const idat = chunk("IDAT", Uint8Array.of(0x78, 0x9c, 3, 0, 0, 0, 0, 1));
  const signature = pngFile({
    width: 1,
    height: 1,
    colourType: 0,
    bitDepth: 8,
    sample: () => 0,
  }).subarray(0, 8);
  return concat([signature, chunk("IHDR", header), idat, chunk("IEND", new Uint8Array(0))]);
}

function hostileGif(width: number, height: number): Uint8Array {
  const frame = { left: 0, top: 0, width: 1, height: 1 };
  return gifFile({ width, height, frame, palette: new Uint8Array(768), index: () => 0 });
}

/** An animation on a canvas of that size. */
function hostileWebp(width: number, height: number): Uint8Array {
  const { file, ...size } = webpFixture("lossy");
  const frame = webpFrame({ left: 0, top: 0, ...size, chunks: webpChunks(file) });
  return webpFile(webpScreen(width, height, 2), frame);
}

function largeHeic(width: number, height: number): Uint8Array {
  const heic = renamed(heicFixture("4:2:0").file, "clap", "free");
  new DataView(heic.buffer).setUint32(findLetters(heic, "ispe") + 8, width);
  new DataView(heic.buffer).setUint32(findLetters(heic, "ispe") + 12, height);
  return heic;
}

limits("inspectImage() takes a HEIC of 1.6 times as many pixels", () => {
  const taken = { ...DEFAULT_LIMITS, formats: decodableFormats };
  assert.is(inspectImage(largeHeic(5712, 4284), taken).width, 5712); // of an iPhone
  throwsImageError(
    () => inspectImage(largeHeic(8064, 6048), taken),
    "too_many_pixels",
    /8064x6048 px: at most 25600000 px/,
  );
});

function hostileAvif(width: number, height: number): Uint8Array {
  const avif = avifFixture("4:2:0").file.slice();
  new DataView(avif.buffer).setUint32(findLetters(avif, "ispe") + 8, width);
  new DataView(avif.buffer).setUint32(findLetters(avif, "ispe") + 12, height);
  return avif;
}

const bombs: readonly (readonly [name: string, file: Uint8Array])[] = [
  ["a JPEG of 20000x20000", hostileJpeg({ width: 20000, height: 20000 })],
  ["a JPEG of 65500x65500", hostileJpeg({ width: 65500, height: 65500 })],
  [
    "a JPEG of 10000x1601 in three scans",
    hostileJpeg({ width: 10000, height: 1601, components: 3 }),
  ],
  ["a JPEG of 10000x5101", hostileJpeg({ width: 10000, height: 5101 })],
  [
    "a progressive JPEG of 4000x4001",
    hostileJpeg({ width: 4000, height: 4001, progressive: true }),
  ],
  ["a PNG of 60000x60000", hostilePng(60000, 60000)],
  ["a PNG of 4294967295x1", hostilePng(4294967295, 1)],
  ["a PNG of 4001x4000", hostilePng(4001, 4000)],
  ["a GIF of 20000x20000", hostileGif(20000, 20000)],
  ["a GIF of 4001x3150", hostileGif(4001, 3150)],
  ["a WebP of 16383x16383", hostileWebp(16383, 16383)],
  ["a WebP of 4001x4000", hostileWebp(4001, 4000)],
  ["an AVIF of 65536x65536", hostileAvif(65536, 65536)],
  ["an AVIF of 4001x3125", hostileAvif(4001, 3125)],
];
for (const [name, file] of bombs) {
  limits(`decode() refuses ${name} in ${file.length} bytes as too_many_pixels`, () => {
    throwsImageError(() => decoder.decode(file), "too_many_pixels", /px per side are allowed/);
  });
}

limits("decode() refuses more than 32 scans of a JPEG", () => {
  for (const scans of [33, 5010]) {
    const file = hostileJpeg({ width: 3000, height: 3000, progressive: true, scans });
    throwsImageError(() => decoder.decode(file), "unsupported", new RegExp(`${scans} scans`));
  }
  const baseline = hostileJpeg({ width: 300, height: 300, components: 3, scans: 33 });
  throwsImageError(() => decoder.decode(baseline), "unsupported", /33 scans/);
});

limits("decode() refuses more than 24 MiB as too_large, before it looks at them", () => {
  throwsImageError(
    () => decoder.decode(new Uint8Array(24 * 1024 * 1024 + 1)),
    "too_large",
    /at most 25165824/,
  );
  throwsImageError(
    () => decoder.decode(new Uint8Array(24 * 1024 * 1024)),
    "unsupported",
    /begins with/,
  );
});

limits("a side may be as long as a JPEG's can be", () => {
  const panorama = hostileJpeg({ width: 65_535, height: 700 });
  assert.is(inspectImage(panorama, DEFAULT_LIMITS).width, 65_535);
});

limits("the photographs of phones with 50 megapixels are within the limits", () => {
  for (const [width, height] of [
    [8160, 6144],
    [8192, 6144],
  ] as const) {
    assert.is(inspectImage(hostileJpeg({ width, height }), DEFAULT_LIMITS).width, width);
  }
  checkBytes(20_000_000, DEFAULT_LIMITS); // What they write at the best quality.
});

limits("decode() refuses an AVIF whose image is coded many times over", () => {
  const avif = avifFixture("4:2:0").file;
  const iloc = findLetters(avif, "iloc") + 4;
  const view = new DataView(avif.slice().buffer);
  const [offset, length] = [view.getUint32(iloc + 14), view.getUint32(iloc + 18)];
  const image = avif.subarray(offset, offset + length);
  const whole = concat([avif, ...Array.from({ length: 5 }, () => image)]);
  new DataView(whole.buffer).setUint32(iloc + 14, avif.length);
  new DataView(whole.buffer).setUint32(iloc + 18, 5 * length);
  throwsImageError(() => decoder.decode(whole), "unsupported", /avif with 5 frames: at most 4/);
});

limits("decode() refuses an empty file as empty", () => {
  throwsImageError(() => decoder.decode(new Uint8Array(0)), "empty", /0 bytes/);
});

for (const type of ["zTXt", "iCCP", "IDAT"]) {
  limits(`decode() is not held up by a PNG whose ${type} unpacks to 64 MB`, () => {
    const packed = deflateSync(new Uint8Array(64_000_000));
    const named = concat([new TextEncoder().encode("a\0\0"), packed]);
    const pixels = { width: 8, height: 8, colourType: 0, bitDepth: 8, sample: () => 7 } as const;
    const file =
      type === "IDAT"
        ? concat([
            pngFile(pixels).subarray(0, 33),
            chunk("IDAT", packed),
            chunk("IEND", new Uint8Array(0)),
          ])
        : pngFile({ ...pixels, chunks: { [type]: named } });
    try {
      assert.is(decoder.decode(file).rgb.length, 8 * 8 * 3);
    } catch (error) {
      assert.is((error as { code?: string }).code, "corrupt");
    }
  });
}

const good = jpegFixture("progressive 4:2:0").file; // 27x19, 10 scans
const tight: readonly (readonly [Partial<ImageLimits>, string, RegExp])[] = [
  [{ maxBytes: good.length - 1 }, "too_large", /at most/],
  [{ maxSide: 26 }, "too_many_pixels", /26 px per side/],
  [{ maxPixels: 27 * 19 - 1 }, "too_many_pixels", /27x19/],
  [{ maxScans: 9 }, "unsupported", /10 scans/],
];
for (const [replaced, code, message] of tight) {
  limits(`loadDecoder() takes ${JSON.stringify(replaced)}`, async () => {
    const strict = await loadDecoder({ limits: replaced });
    throwsImageError(() => strict.decode(good), code as "too_large", message);
  });
}

limits("loadDecoder() holds baseline JPEGs to maxBaselinePixels instead", async () => {
  const strict = await loadDecoder({ limits: { maxPixels: 1, maxBaselinePixels: 64 * 64 } });
  const [allowed, larger] = [64, 65].map((width) =>
    blockJpeg({ width, height: 64, value: () => 3 }),
  );
  assert.is(strict.decode(allowed!).width, 64);
  throwsImageError(() => strict.decode(larger!), "too_many_pixels", /65x64/);
});

limits.run();
