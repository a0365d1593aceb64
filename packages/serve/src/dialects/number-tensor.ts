/** Numbers of a tensor in JSON: nested as its shape says, or flat. */
import { Problem } from "../problem.ts";

/**
 * @param shape checked: so much memory is taken
 * @param field its name, for the message
 * @returns row-major
 * @throws {Problem} `invalid_body` when the data has another shape, or anything but numbers
 */
export function readNumbers(
  data: unknown,
  shape: readonly number[],
  field: string,
): Float32Array<ArrayBuffer> {
  const length = shape.reduce((product, side) => product * side, 1);
  const values = new Float32Array(length);
  const isFlat = Array.isArray(data) && data.length === length && !Array.isArray(data[0]);
  let at = 0;
  fill(data, isFlat ? [length] : shape);
  return values;

  function fill(list: unknown, [side, ...inner]: readonly number[]): void {
    if (!Array.isArray(list) || list.length !== side) {
      throw new Problem(
        "invalid_body",
        `Cannot read "${field}": its data is not [${shape.join(", ")}], neither nested nor flat`,
      );
    }
    for (const value of list as readonly unknown[]) {
      if (inner.length > 0) {
        fill(value, inner);
      } else {
        values[at] = number(value);
        at += 1;
      }
    }
  }

  function number(value: unknown): number {
    if (typeof value === "number") return value;
    const found = Array.isArray(value) ? "a list" : (JSON.stringify(value) ?? "nothing");
    throw new Problem(
      "invalid_body",
      `Cannot read "${field}": its number ${at} is ${found.slice(0, 40)}, wanted a number`,
    );
  }
}

/** @throws {Problem} `invalid_body` for a number that is no uint8 */
export function toUint8(values: Float32Array, field: string): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(values);
  const fault = bytes.findIndex((byte, index) => byte !== values[index]);
  if (fault < 0) return bytes;
  throw new Problem(
    "invalid_body",
    `Cannot read "${field}": its number ${fault} is ${values[fault]}, wanted an integer of 0 to 255 for UINT8`,
  );
}
