/**
 * The input contract: how an image becomes the network's input, as data that travels with the network. Training,
 * reports and serving all follow it; `@inception-edge/image` does the resizing.
 */
import {
  resizeMethods,
  toInput,
  toStored,
  type ResizeMethod,
  type RgbImage,
} from "@inception-edge/image";
import { DEFAULT_INPUT_SIZE } from "@inception-edge/model/architecture";

/** What the network expects of an image, and how it is made of one: `prepareInput` keeps it. */
export interface InputContract {
  /** Height and width of the network's input in pixels. */
  readonly size: number;
  readonly channels: "RGB";
  /** Samples 0..255 are mapped to this range linearly. */
  readonly range: readonly [0, 1];
  /** Height and width that every image is first resized to, antialiased: those of the packed dataset. */
  readonly storedSize: number;
  /** How an image of `storedSize` is brought to `size`. */
  readonly resize: ResizeMethod;
  /** A gray image becomes three equal channels. The key keeps its spelling for readers of existing bundles. */
  readonly grey: "replicate";
  /** Background behind transparent pixels: red, green and blue, 0..255. */
  readonly background: readonly [number, number, number];
}

/** Sides of the network's input that training offers, px; the first is the default. */
export const inputSizes: readonly number[] = [DEFAULT_INPUT_SIZE, 64, 96, 112, 128, 160];

/**
 * The stored size for an input size, px: 8/7 of it, as 256 is of the usual 224, so that a random crop has room; rounded
 * to a multiple of eight, so that the margins of a center crop are equal. 56 → 64, 64 → 72, 96 → 112, 112 → 128,
 * 128 → 144, 160 → 184.
 */
export function storedSizeFor(size: number): number {
  return 8 * Math.round(size / 7);
}

/** What a network of this project is trained on unless a size is asked for: RGB of [0, 1], 64 px stored, 56 px fed. */
export const DEFAULT_INPUT_CONTRACT: InputContract = {
  size: DEFAULT_INPUT_SIZE,
  channels: "RGB",
  range: [0, 1],
  storedSize: storedSizeFor(DEFAULT_INPUT_SIZE),
  resize: "bilinear",
  grey: "replicate",
  background: [255, 255, 255],
};

/**
 * The network's input for an image: `[size, size, 3]`, row-major, in [0, 1]. Gray images and transparency are handled
 * earlier, by the decoder: `loadDecoder({ background: contract.background })`.
 *
 * @param reused memory to write it to, of that size: who prepares many images makes less garbage
 * @throws {RangeError} if this version does not support what the contract asks for
 */
export function prepareInput(
  contract: InputContract,
  image: RgbImage,
  reused?: Float32Array,
): Float32Array {
  const { size, storedSize, resize } = contract;
  // Despite its type, the contract of a bundle from a later version may have another value.
  if (!resizeMethods.includes(resize)) {
    throw new RangeError(
      `Cannot prepare input: resize is "${resize}", wanted ${resizeMethods.join(", ")}; update @inception-edge/bundle`,
    );
  }
  // Rounded once, like a float32 division; multiplying by a rounded 1/255 would give other values.
  const { rgb } = toInput(toStored(image, storedSize), resize, size);
  const input = reused ?? new Float32Array(rgb.length); // a loop takes a twentieth of Float32Array.from's time
  for (let at = 0; at < rgb.length; at += 1) input[at] = rgb[at]! / 255;
  return input;
}
