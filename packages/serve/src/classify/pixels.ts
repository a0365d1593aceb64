/** Inputs that a client has prepared itself, by the bundle's input contract. */
import type { InputContract } from "@inception-edge/bundle/input";
import { Problem } from "../problem.ts";

/** One input, checked. */
export interface Pixels {
  /** Float32 `[size, size, 3]`, row-major, in the contract's range. */
  readonly pixels: ArrayBuffer;
  /** Numbers have no file's name. */
  readonly file: "";
}

/** Resizers overshoot, and floats are rounded: a step of uint8 beyond the range is let through. */
const SLACK = 1 / 255;

/**
 * @param samples `[n, size, size, 3]`, row-major: float32 in the contract's range, or uint8, which is mapped to it
 * @param field its name, for the message
 * @throws {Problem} `invalid_body` for a number outside the range, or none
 */
export function toPixels(
  samples: Float32Array | Uint8Array,
  { size, range }: Pick<InputContract, "size" | "range">,
  field: string,
): Pixels[] {
  const [least, most] = range;
  const values = samples instanceof Uint8Array ? toUnitRange(samples) : samples;
  // The negation makes NaN a fault too.
  const fault = values.findIndex((value) => !(value >= least - SLACK && value <= most + SLACK));
  if (fault >= 0) {
    throw new Problem(
      "invalid_body",
      `Cannot classify "${field}": its number ${fault} is ${values[fault]}, wanted ${least} to ${most}; divide samples of 0 to 255 by 255`,
    );
  }
  const length = size * size * 3;
  return Array.from({ length: values.length / length }, (_, index) => ({
    pixels: values.slice(index * length, (index + 1) * length).buffer as ArrayBuffer,
    file: "",
  }));
}

/** As `prepareInput` does, bit for bit. */
function toUnitRange(samples: Uint8Array): Float32Array {
  const values = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) values[at] = samples[at]! / 255;
  return values;
}
