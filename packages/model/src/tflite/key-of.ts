/** The schema's numbers back to our names. */
import { TfliteError } from "./tflite-error.ts";

/**
 * The name that stands for a number.
 * @throws {TfliteError} when none does
 */
export function keyOf<K extends string>(
  table: Readonly<Record<K, number>>,
  value: number,
  what: string,
): K {
  for (const key of Object.keys(table) as K[]) if (table[key] === value) return key;
  throw new TfliteError(`${what} is ${value}, wanted one of ${Object.values(table).join(", ")}`);
}
