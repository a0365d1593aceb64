/**
 * Images in JSON as TensorFlow Serving and Vertex AI take them: `{ "b64": … }`, base64 alone, or the network's input as
 * nested lists of numbers, each bare or under the input's name.
 */
import { base64Upload, checkCount, type Upload } from "../body/read-uploads.ts";
import { toPixels, type Pixels } from "../classify/pixels.ts";
import { Problem } from "../problem.ts";
import type { InputLimits } from "./input-limits.ts";
import { readNumbers } from "./number-tensor.ts";

/** Names under which an instance may carry its value; what else it carries is ignored. */
const NAMES = ["image", "pixels", "image_bytes", "content"] as const;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * @param field where it is, for the message: `instances[2]`
 * @throws {Problem} `invalid_body`
 */
function readInstance(value: unknown, limits: InputLimits, field: string): Upload | Pixels {
  const named = isObject(value) ? NAMES.find((name) => Object.hasOwn(value, name)) : undefined;
  return named === undefined
    ? readValue(value, limits, field)
    : readValue((value as JsonObject)[named], limits, `${field}.${named}`);
}

/** @throws {Problem} `invalid_body`, `no_image` or `too_many_images` */
export function readInstances(
  values: unknown,
  limits: InputLimits,
  field: string,
): (Upload | Pixels)[] {
  if (!Array.isArray(values)) {
    throw new Problem("invalid_body", `Cannot read "${field}": it is not a list`);
  }
  if (values.length === 0) throw new Problem("no_image", `Cannot classify: "${field}" is empty`);
  checkCount(values.length, limits.maxImages);
  return values.map((value, index) => readInstance(value, limits, `${field}[${index}]`));
}

/** Columns by name, `{ "image": […] }`, a bare list of values, or one image. */
export function readColumns(columns: unknown, limits: InputLimits): (Upload | Pixels)[] {
  if (!isObject(columns)) return readInstances(columns, limits, "inputs");
  if (Object.hasOwn(columns, "b64")) return [readValue(columns, limits, "inputs")];
  const names = NAMES.filter((name) => Object.hasOwn(columns, name));
  if (names.length !== 1) {
    const detail = 'Cannot read "inputs": wanted one of "image" and "pixels" in it';
    throw new Problem("invalid_body", detail);
  }
  return readInstances(columns[names[0]!], limits, `inputs.${names[0]}`);
}

function readValue(value: unknown, limits: InputLimits, field: string): Upload | Pixels {
  const text = isObject(value) ? value["b64"] : value;
  if (typeof text === "string") return base64Upload(text, field);
  if (!Array.isArray(text)) {
    throw new Problem(
      "invalid_body",
      `Cannot read "${field}": it is neither {"b64": "…"} nor a list of numbers`,
    );
  }
  const { contract } = limits;
  const { size } = contract;
  const [pixels] = toPixels(readNumbers(text, [size, size, 3], field), contract, field);
  return pixels!;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
