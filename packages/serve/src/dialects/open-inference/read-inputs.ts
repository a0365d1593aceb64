/** The two inputs of a model: `image`, files as BYTES, and `pixels`, prepared by the client. A request has one of them. */
import { base64Upload, checkCount, type Upload } from "../../body/read-uploads.ts";
import { toPixels, type Pixels } from "../../classify/pixels.ts";
import { Problem } from "../../problem.ts";
import type { InputLimits } from "../input-limits.ts";
import { readNumbers, toUint8 } from "../number-tensor.ts";
import { readElements, type BinaryTensors } from "./binary-data.ts";
import type { InferRequest } from "./schema.ts";

type Tensor = InferRequest["inputs"][number];

/** Takes a tensor that has its bytes behind the JSON, or has none there. */
type ReadInput = (
  tensor: Tensor,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  limits: InputLimits,
) => readonly (Upload | Pixels)[];

const READ: Readonly<Record<string, ReadInput>> = { image: readImages, pixels: readPixels };

/** @throws {Problem} `invalid_body`, `no_image` or `too_many_images` */
export function readInputs(
  { inputs }: InferRequest,
  binary: BinaryTensors,
  limits: InputLimits,
): readonly (Upload | Pixels)[] {
  const [tensor, another] = inputs;
  const names = inputs.slice(0, 3).map(({ name }) => JSON.stringify(name.slice(0, 80)));
  const read = Object.hasOwn(READ, tensor!.name) ? READ[tensor!.name] : undefined;
  if (read === undefined || another !== undefined) {
    throw new Problem(
      "invalid_body",
      `Cannot infer from the inputs ${names.join(", ")}: wanted one, "image" or "pixels"`,
    );
  }
  const size = tensor!.parameters?.["binary_data_size"];
  const bytes = size === undefined ? undefined : binary.take(size, tensor!.name);
  binary.end();
  return read(tensor!, bytes, limits);
}

/** BYTES `[n]` or `[n, 1]`. */
function readImages(
  { name, datatype, shape, data }: Tensor,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  { maxImages }: InputLimits,
): Upload[] {
  checkType(name, datatype, ["BYTES"]);
  const [count = 0, one = 1] = shape;
  if (shape.length === 0 || shape.length > 2 || one !== 1) throw wrongShape(name, shape, "[n]");
  checkNumber(name, count, maxImages);
  if (bytes !== undefined) {
    return readElements(bytes, count, name).map((element) => ({ bytes: element, file: "" }));
  }
  const texts: readonly unknown[] = Array.isArray(data) ? data.flat() : [];
  if (texts.length !== count || texts.some((text) => typeof text !== "string")) {
    throw new Problem(
      "invalid_body",
      `Cannot read "${name}": its data is not a list of ${count} images in base64`,
    );
  }
  return texts.map((text) => base64Upload(text as string, name));
}

/** FP32 or UINT8 `[n, size, size, 3]`. */
function readPixels(
  { name, datatype, shape, data }: Tensor,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  { contract, maxImages }: InputLimits,
): Pixels[] {
  checkType(name, datatype, ["FP32", "UINT8"]);
  const { size } = contract;
  const [count = 0, ...sides] = shape;
  if (sides.join() !== `${size},${size},3`) {
    throw wrongShape(name, shape, `[n, ${size}, ${size}, 3]`);
  }
  checkNumber(name, count, maxImages);
  const isFloat = datatype === "FP32";
  if (bytes !== undefined) {
    const length = count * size * size * 3 * (isFloat ? 4 : 1);
    if (bytes.length !== length) {
      throw new Problem(
        "invalid_body",
        `Cannot read "${name}": it has ${bytes.length} bytes, wanted ${length} for ${datatype} [${shape.join(", ")}]`,
      );
    }
    const own = bytes.slice(); // Floats begin at a multiple of four bytes.
    return toPixels(isFloat ? new Float32Array(own.buffer) : own, contract, name);
  }
  const values = readNumbers(data, shape, name);
  return toPixels(isFloat ? values : toUint8(values, name), contract, name);
}

function checkType(name: string, datatype: string, wanted: readonly string[]): void {
  if (wanted.includes(datatype)) return;
  const found = JSON.stringify(datatype.slice(0, 80));
  const detail = `Cannot read "${name}": its datatype is ${found}, wanted ${wanted.join(" or ")}`;
  throw new Problem("invalid_body", detail);
}

/** Before anything is read: any number can be declared. */
function checkNumber(name: string, images: number, maxImages: number): void {
  if (images === 0) throw new Problem("no_image", `Cannot infer: "${name}" is empty`);
  checkCount(images, maxImages);
}

function wrongShape(name: string, shape: readonly number[], wanted: string): Problem {
  const found = `[${shape.slice(0, 6).join(", ")}${shape.length > 6 ? ", …" : ""}]`;
  const detail = `Cannot read "${name}": its shape is ${found}, wanted ${wanted}`;
  return new Problem("invalid_body", detail);
}
