/** Sound requests of every dialect, to be asked as they are, or spoiled. */
import { pngImage } from "../images.ts";

/** One request, its body in the parts that some dialects have. */
export interface DialectRequest {
  readonly path: string;
  readonly json: unknown;
  /** Bytes behind the JSON, whose length is then told in a header; absent where there are none. */
  readonly binary?: Uint8Array;
}

/** Side of the test bundle's input, px. */
export const SIZE = 40;
export const png: Buffer = Buffer.from(pngImage.bytes);
export const base64: string = png.toString("base64");

export function toInit({ json, binary }: Omit<DialectRequest, "path">): RequestInit {
  const text = Buffer.from(JSON.stringify(json));
  if (binary === undefined) {
    return { method: "POST", body: text, headers: { "content-type": "application/json" } };
  }
  const headers = {
    "content-type": "application/octet-stream",
    "inference-header-content-length": String(text.length),
  };
  return { method: "POST", body: Buffer.concat([text, binary]), headers };
}

/** `elements` as a BYTES tensor behind the JSON. */
export function bytesTensor(...elements: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    elements.flatMap((element) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(element.length);
      return [length, element];
    }),
  );
}

/** `[SIZE, SIZE, 3]` of one value, nested. */
export function square(value: unknown): unknown[][][] {
  return repeat(SIZE, () => repeat(SIZE, () => repeat(3, () => value)));
}

/** An input of the Open Inference Protocol in the request's only place for it. */
export function infer(
  input: Readonly<Record<string, unknown>>,
  { binary, ...rest }: { readonly binary?: Uint8Array; readonly [field: string]: unknown } = {},
): DialectRequest {
  const parameters = binary && { binary_data_size: binary.length };
  const json = { inputs: [{ ...(parameters && { parameters }), ...input }], ...rest };
  return { path: "/v2/models/tiny/infer", json, ...(binary && { binary }) };
}

const image = { name: "image", datatype: "BYTES", shape: [1] };
const pixels = { name: "pixels", datatype: "FP32", shape: [1, SIZE, SIZE, 3] };
const halves = new Uint8Array(new Float32Array(SIZE * SIZE * 3).fill(0.5).buffer);
const classification = { name: "probabilities", parameters: { classification: 2 } };

export const openInferenceRequests: Readonly<Record<string, DialectRequest>> = {
  "image in JSON": infer({ ...image, data: [base64] }, { id: "a", outputs: [classification] }),
  "image in binary": infer(image, { binary: bytesTensor(png) }),
  "two images in binary": infer({ ...image, shape: [2] }, { binary: bytesTensor(png, png) }),
  "pixels in JSON": infer({ ...pixels, data: [square(0.5)] }),
  "pixels in binary": infer(pixels, {
    binary: halves,
    parameters: { binary_data_output: true },
  }),
  "pixels of UINT8": infer(
    { ...pixels, datatype: "UINT8" },
    { binary: new Uint8Array(SIZE * SIZE * 3).fill(128) },
  ),
};

const predictPath = "/v1/models/tiny:predict";

export const tensorFlowRequests: Readonly<Record<string, DialectRequest>> = {
  "an image": { path: predictPath, json: { instances: [{ b64: base64 }] } },
  "images by name": { path: predictPath, json: { instances: [{ image: { b64: base64 } }] } },
  pixels: { path: predictPath, json: { instances: [square(0.5)] } },
  "an explanation": { path: "/v1/models/tiny:explain", json: { instances: [{ b64: base64 }] } },
  columns: { path: predictPath, json: { inputs: { image: [{ b64: base64 }] } } },
  "columns of pixels": { path: predictPath, json: { inputs: [square(0.25)], signature_name: "" } },
};

const platformRequests: Readonly<Record<string, DialectRequest>> = {
  SageMaker: { path: "/invocations", json: { image: base64 } },
  "SageMaker, instances": { path: "/invocations", json: { instances: [{ b64: base64 }] } },
  "Azure ML": { path: "/score", json: { images: [base64], top_k: 2 } },
  "Azure ML, input_data": {
    path: "/score",
    json: { input_data: { columns: ["image"], data: [base64] } },
  },
};

const vertexRequests: Readonly<Record<string, DialectRequest>> = {
  content: {
    path: "/vertex/predict",
    json: {
      instances: [{ content: base64, mimeType: "image/png" }],
      parameters: { confidenceThreshold: 0.01, maxPredictions: 3 },
    },
  },
  pixels: { path: "/vertex/predict", json: { instances: [{ pixels: square(0.5) }] } },
};

/** By dialect, all of the above. */
export const dialectRequests: Readonly<Record<string, Readonly<Record<string, DialectRequest>>>> = {
  "Open Inference Protocol": openInferenceRequests,
  "TensorFlow Serving": tensorFlowRequests,
  "SageMaker, Azure ML": platformRequests,
  "Vertex AI": vertexRequests,
};

/** A list of what `make` makes, so many times. */
export function repeat<T>(times: number, make: () => T): T[] {
  return Array.from({ length: times }, make);
}
