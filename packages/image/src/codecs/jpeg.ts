/// <reference lib="dom" />
/**
 * @cwasm/jpeg-turbo's jpeg-turbo.wasm (libjpeg-turbo 2.0.4) behind a function from bytes to RGB. It knows baseline
 * and progressive, grey, colour and CMYK, and draws what it can of a damaged file; ICC profiles are not applied.
 */
import type { ImageHeader } from "../header/image-header.ts";
import { withFrameHeight } from "../header/jpeg-height.ts";
import { ImageError } from "../image-error.ts";
import type { RgbImage } from "../rgb-image.ts";
import { cmykToRgb } from "./cmyk.ts";
import { CodecError, copyIn, expectSize, refuseSystemCalls, viewOut, type Codec } from "./codec.ts";
import { dctScaledSize } from "./dct-scale.ts";
import { reuseInstance } from "./instances.ts";
import { beforeLastScan, hasBegunAll, shareArrived, withoutCutSegment } from "./jpeg-share.ts";

/** turbojpeg.h, version 2.0. Addresses and sizes are numbers; a failure is -1. */
interface TurboJpeg {
  readonly memory: WebAssembly.Memory;
  malloc(byteLength: number): number;
  free(address: number): void;
  tjInitDecompress(): number;
  tjDestroy(handle: number): number;
  /** Writes four int32: width, height, subsampling, colour space. */
  tjDecompressHeader3(
    ...args: [handle: number, jpeg: number, byteLength: number, ...to: Four]
  ): number;
  /** Draws at the largest of its scales that fits into the size. -1 is a warning too, and then all is drawn. */
  tjDecompress2(...args: [handle: number, jpeg: number, byteLength: number, ...Target]): number;
}
type Four = [number, number, number, number];
type Target = [
  pixels: number,
  width: number,
  bytesPerRow: number,
  height: number,
  pixelFormat: number,
  flags: number,
];

// enum TJPF
const RGB = 0;
const CMYK = 11;

/** What a row that was never drawn is full of. */
const UNDRAWN = 0x5a;

/** Of the coded data of a JPEG that is cut off. */
const MIN_SHARE = 0.9;

/** libjpeg cannot go on. */
class LongJump extends CodecError {}

interface Drawing extends RgbImage {
  /** libjpeg had nothing to warn of. */
  readonly isFlawless: boolean;
}

/** Images whose shorter side is 512 px or more come back scaled down (see dct-scale.ts). */
export function createJpegCodec(module: WebAssembly.Module): Codec {
  const withInstance = reuseInstance(
    () => new WebAssembly.Instance(module, IMPORTS).exports as unknown as TurboJpeg,
  );
  return function decodeJpeg(bytes, header) {
    const file = withFrameHeight(bytes, header.height);
    const jpeg = header.complete ? file : withoutCutSegment(file);
    const { isFlawless, ...drawn } = draw(jpeg, header);
    if (header.complete) return drawn;
    if (!hasBegunAll(jpeg)) throw cutOff("before all scans of the image have begun");
    if (isFlawless) return drawn;
    const without = draw(beforeLastScan(jpeg), header);
    const share = shareArrived(jpeg, { drawn, without, size: header });
    if (share >= MIN_SHARE) return drawn;
    throw cutOff(`when about ${Math.floor(100 * share)} % of the image have come`);
  };

  function draw(jpeg: Uint8Array, header: ImageHeader): Drawing {
    const { width, height, box } = dctScaledSize(header);
    const isCmyk = header.channels === 4;
    const rowBytes = width * (isCmyk ? 4 : 3);
    return withInstance((turbo, drop) => {
      const handle = turbo.tjInitDecompress();
      // With an end of its own, a file that lacks nothing else is flawless.
      const byteLength = jpeg.length + END.length;
      const file = turbo.malloc(byteLength);
      copyIn(turbo.memory, file, [jpeg, END]);
      const size = turbo.malloc(16);
      turbo.tjDecompressHeader3(handle, file, byteLength, size, size + 4, size + 8, size + 12);
      const [foundWidth, foundHeight] = new Int32Array(turbo.memory.buffer, size, 2);
      expectSize({ width: foundWidth!, height: foundHeight! }, header);

      const pixels = turbo.malloc(rowBytes * height);
      if (pixels === 0) throw new Error(`Cannot find room for ${width}x${height} px in the codec`);
      const lastRow = viewOut(turbo.memory, pixels + rowBytes * (height - 1), rowBytes);
      lastRow.fill(UNDRAWN);
      const target: Target = [pixels, width, rowBytes, height, isCmyk ? CMYK : RGB, 0];
      let isFlawless = false;
      let isSound = true;
      try {
        isFlawless = turbo.tjDecompress2(handle, file, byteLength, ...target) === 0;
      } catch (error) {
        // What stopped libjpeg may lie behind the image.
        const row = viewOut(turbo.memory, pixels + rowBytes * (height - 1), rowBytes);
        if (!(error instanceof LongJump) || row.every((byte) => byte === UNDRAWN)) throw error;
        isSound = false;
      }
      const drawn = viewOut(turbo.memory, pixels, rowBytes * height);
      const rgb = isCmyk ? cmykToRgb(drawn) : drawn.slice();
      if (isSound) {
        for (const address of [file, size, pixels]) turbo.free(address);
        turbo.tjDestroy(handle);
      } else {
        drop();
      }
      return { width, height, rgb, ...(box ? { box } : {}), isFlawless };
    });
  }
}

const END = Uint8Array.of(0xff, 0xd9); // EOI

const IMPORTS: WebAssembly.Imports = {
  env: {
    setjmp: () => 0,
    longjmp: () => {
      throw new LongJump("the codec cannot go on with the data");
    },
  },
  wasi_snapshot_preview1: {
    environ_sizes_get: () => 0, // libjpeg-turbo asks for JSIMD_ variables.
    environ_get: () => 0,
    ...refuseSystemCalls,
  },
};

function cutOff(when: string): ImageError {
  return new ImageError(
    "truncated",
    `Cannot decode jpeg: the file ends ${when}; at least ${100 * MIN_SHARE} % are wanted`,
  );
}
