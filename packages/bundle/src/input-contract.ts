/**
 * What a network expects to see, as data that travels with it, and the steps from an image to it.
 * Training, reports and serving all go by this; the pixels are `@inception-edge/image`'s.
 */
import {
  resizeMethods,
  STORED_SIZE,
  toInput,
  toStored,
  type ResizeMethod,
  type RgbImage,
} from "@inception-edge/image";
import { DEFAULT_INPUT_SIZE } from "@inception-edge/model/architecture";

export interface InputContract {
  /** Height and width of the network's input in pixels. */
  readonly size: number;
  readonly channels: "RGB";
  /** Samples 0..255 are mapped to this range, linearly. */
  readonly range: readonly [0, 1];
  /** Height and width that any image is first squeezed to, antialiased: those of the dataset. */
  readonly storedSize: number;
  /** From `storedSize` to `size`. */
  readonly resize: ResizeMethod;
  /** A grey image becomes three equal channels. */
  readonly grey: "replicate";
  /** Transparent pixels are laid over this colour, red, green and blue of 0..255. */
  readonly background: readonly [number, number, number];
}

export const DEFAULT_INPUT_CONTRACT: InputContract = {
  size: DEFAULT_INPUT_SIZE,
  channels: "RGB",
  range: [0, 1],
  storedSize: STORED_SIZE,
  resize: "bilinear",
  grey: "replicate",
  background: [255, 255, 255],
};

/**
 * The network's input for an image: `[size, size, 3]`, row-major, in [0, 1]. Grey and alpha were the
 * decoder's to treat: `loadDecoder({ background: contract.background })`.
 *
 * @throws {RangeError} when the contract asks for something that cannot be carried out
 */
export function prepareInput(contract: InputContract, image: RgbImage): Float32Array {
  const { size, storedSize, resize } = contract;
  // A contract may come from a bundle of a later version, whatever its type says.
  if (!resizeMethods.includes(resize)) {
    throw new RangeError(
      `Cannot prepare input: resize is "${resize}", wanted ${resizeMethods.join(", ")}; update @inception-edge/bundle`,
    );
  }
  if (storedSize !== STORED_SIZE) {
    throw new RangeError(
      `Cannot prepare input: storedSize is ${storedSize}, wanted ${STORED_SIZE}`,
    );
  }
  // Rounded once, as float32's own division is; a multiplication by a rounded 1/255 gives other values.
  const { rgb } = toInput(toStored(image), resize, size);
  const input = new Float32Array(rgb.length); // a loop takes a twentieth of Float32Array.from's time
  for (let at = 0; at < rgb.length; at += 1) input[at] = rgb[at]! / 255;
  return input;
}
