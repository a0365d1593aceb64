/** Options that the format allows and our networks never use. */
import { TfliteError } from "../tflite-error.ts";

/**
 * The side of what must be square.
 * @param what the subject of the error, "the stride of conv2d"
 * @throws {TfliteError} when it is not
 */
export function squareSide(what: string, width: number, height: number): number {
  if (width === height) return width;
  throw new TfliteError(`${what} is ${width} × ${height}, wanted a square`);
}

/** @throws {TfliteError} when an option has any value but this one */
export function expectOption(what: string, value: number, wanted: number): void {
  if (value !== wanted) throw new TfliteError(`${what} is ${value}, wanted ${wanted}`);
}
