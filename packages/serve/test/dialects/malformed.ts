/** Requests that are wrong in one thing, and what each dialect says: cases of the service's contract. */
import * as assert from "uvu/assert";
import type { Ask, ContractCase } from "../contract-case.ts";
import {
  base64,
  bytesTensor,
  infer,
  openInferenceRequests,
  png,
  repeat,
  SIZE,
  square,
  toInit,
  type DialectRequest,
} from "./dialect-request.ts";

type Wrong = readonly [name: string, request: DialectRequest, status: number, words: RegExp];

const image = { name: "image", datatype: "BYTES", shape: [1] };
const pixels = { name: "pixels", datatype: "FP32", shape: [1, SIZE, SIZE, 3] };
const count = SIZE * SIZE * 3;
const cut = base64.slice(0, 101);
const text = "bm90IGFuIGltYWdl"; // "not an image"

function floats(change: (values: Float32Array) => void): Uint8Array {
  const values = new Float32Array(count).fill(0.5);
  change(values);
  return new Uint8Array(values.buffer);
}

function output(parameters: unknown, name = "probabilities"): DialectRequest {
  return infer({ ...image, data: [base64] }, { outputs: [{ name, parameters }] });
}

const inference: readonly Wrong[] = [
  ["no inputs", { path: "/v2/models/tiny/infer", json: {} }, 400, /inputs/],
  ["an empty list", { path: "/v2/models/tiny/infer", json: { inputs: [] } }, 400, /inputs/],
  ["an unknown model", { ...infer(image), path: "/v2/models/cat/infer" }, 404, /"cat"/],
  ["an unknown version", { ...infer(image), path: "/v2/models/tiny/versions/7/infer" }, 404, /"7"/],
  ["a number as id", infer({ ...image, data: [base64] }, { id: 42 }), 400, /id/],
  ["an unknown input", infer({ ...image, name: "constructor" }), 400, /"image" or "pixels"/],
  [
    "two inputs",
    { path: "/v2/models/tiny/infer", json: { inputs: [image, pixels] } },
    400,
    /wanted one/,
  ],
  ["another type", infer({ ...image, datatype: "FP32", data: [0] }), 400, /wanted BYTES/],
  ["halves", infer({ ...pixels, datatype: "FP16", data: [0] }), 400, /wanted FP32 or UINT8/],
  ["a negative size", infer({ ...image, shape: [-1], data: [base64] }), 400, /shape/],
  ["a broken size", infer({ ...image, shape: [1.5], data: [base64] }), 400, /shape/],
  ["no shape", infer({ ...image, shape: [], data: [base64] }), 400, /wanted \[n\]/],
  ["no images", infer({ ...image, shape: [0], data: [] }), 400, /empty/],
  ["10⁹ images", infer({ ...image, shape: [1e9], data: [base64] }), 413, /1000000000 images/],
  [
    "10⁹ inputs of pixels",
    infer({ ...pixels, shape: [1e9, SIZE, SIZE, 3], data: [] }),
    413,
    /1000000000 images/,
  ],
  ["a huge side", infer({ ...pixels, shape: [1, 1e9, 1e9, 3], data: [] }), 400, /wanted \[n, 40/],
  ["three sides", infer({ ...pixels, shape: [SIZE, SIZE, 3], data: [] }), 400, /wanted \[n, 40/],
  ["too few texts", infer({ ...image, shape: [2], data: [base64] }), 400, /2 images/],
  ["no data", infer(image), 400, /1 images in base64/],
  ["numbers as text", infer({ ...image, data: [7] }), 400, /in base64/],
  ["base64 that is cut off", infer({ ...image, data: [cut] }), 400, /base64/],
  ["text as an image", infer({ ...image, data: [text] }), 400, /Cannot read an image/],
  ["one pixel too few", infer({ ...pixels, data: Array(count - 1).fill(0) }), 400, /\[1, 40/],
  ["a ragged list", infer({ ...pixels, data: [[...square(0).slice(1), []]] }), 400, /\[1, 40/],
  ["null among numbers", infer({ ...pixels, data: Array(count).fill(null) }), 400, /is null/],
  ["text among numbers", infer({ ...pixels, data: Array(count).fill("NaN") }), 400, /is "NaN"/],
  ["samples of 0 to 255", infer({ ...pixels, data: Array(count).fill(255) }), 400, /by 255/],
  [
    "a fraction as UINT8",
    infer({ ...pixels, datatype: "UINT8", data: Array(count).fill(0.5) }),
    400,
    /0 to 255/,
  ],
  ["NaN", infer(pixels, { binary: floats((values) => values.fill(NaN, 9, 10)) }), 400, /9 is NaN/],
  ["infinity", infer(pixels, { binary: floats((values) => values.fill(-Infinity)) }), 400, /Inf/],
  ["too few bytes", infer(pixels, { binary: new Uint8Array(count) }), 400, /wanted 19200/],
  [
    "an element cut off",
    infer(image, { binary: bytesTensor(png).subarray(0, 99) }),
    400,
    /element/,
  ],
  ["no element's length", infer(image, { binary: png.subarray(0, 3) }), 400, /0 of 1 elements/],
  ["an element too many", infer(image, { binary: bytesTensor(png, png) }), 400, /1 of 1 elements/],
  [
    "more bytes than are there",
    infer({ ...image, parameters: { binary_data_size: 1e9 } }, { binary: bytesTensor(png) }),
    400,
    /binary_data_size is 1000000000/,
  ],
  [
    "less than no bytes",
    infer({ ...image, parameters: { binary_data_size: -1 } }, { binary: bytesTensor(png) }),
    400,
    /binary_data_size is -1/,
  ],
  [
    "bytes that belong to nothing",
    infer({ ...image, parameters: {}, data: [base64] }, { binary: png }),
    400,
    /belong to no input/,
  ],
  ["an unknown output", output({}, "logits"), 400, /"probabilities" only/],
  [
    "a thousand outputs",
    infer({ ...image, data: [base64] }, { outputs: repeat(1000, () => ({ name: "a" })) }),
    400,
    /only/,
  ],
  ["less than no classes", output({ classification: -1 }), 400, /classification is -1/],
  ["half a class", output({ classification: 1.5 }), 400, /classification is 1.5/],
  ["perhaps binary", output({ binary_data: "yes" }), 400, /binary_data is "yes"/],
  ["shared memory", infer({ ...image, parameters: { shared_memory_region: "a" } }), 400, /base64/],
];

const predict = (json: unknown, path = "/v1/models/tiny:predict"): DialectRequest => ({
  path,
  json,
});
const row = { instances: [{ b64: base64 }] };

const prediction: readonly Wrong[] = [
  ["neither rows nor columns", predict({}), 400, /either "instances" or "inputs"/],
  ["both", predict({ ...row, inputs: [] }), 400, /either "instances" or "inputs"/],
  ["a list", predict([]), 400, /Cannot use the body/],
  ["no rows", predict({ instances: [] }), 400, /empty/],
  ["rows that are none", predict({ instances: 3 }), 400, /not a list/],
  ["too many rows", predict({ instances: repeat(5, () => ({ b64: base64 })) }), 413, /at most 4/],
  ["a row of nothing", predict({ instances: [{}] }), 400, /instances\[0\]/],
  ["null", predict({ instances: [{ b64: null }] }), 400, /instances\[0\]/],
  ["base64 that is cut off", predict({ instances: [{ b64: cut }] }), 400, /base64/],
  ["an address", predict({ instances: [{ b64: "https://a.example/b.png" }] }), 400, /base64/],
  ["text as an image", predict({ instances: [{ b64: text }] }), 400, /Cannot read an image/],
  ["one row too short", predict({ instances: [square(0).slice(1)] }), 400, /\[40, 40, 3\]/],
  ["a number out of range", predict({ instances: [square(1e300)] }), 400, /Infinity/],
  ["columns of another name", predict({ inputs: { picture: [] } }), 400, /"image" and "pixels"/],
  ["an unknown signature", predict({ ...row, signature_name: "a" }), 400, /signature_name "a"/],
  ["an unknown model", predict(row, "/v1/models/cat:predict"), 404, /"cat"/],
  ["an unknown version", predict(row, "/v1/models/tiny/versions/7:predict"), 404, /"7"/],
  ["an unknown label", predict(row, "/v1/models/tiny/labels/a%20b:predict"), 404, /"a b"/],
  ["another verb", predict(row, "/v1/models/tiny:classify"), 404, /:predict/],
  [
    "numbers to explain",
    predict({ instances: [{ b64: base64 }, square(0)] }, "/v1/models/tiny:explain"),
    400,
    /input 1: it is numbers/,
  ],
  ["no verb", predict(row, "/v1/models/tiny"), 404, /:predict/],
  ["no model", predict(row, "/v1/models/:predict"), 404, /see \/docs/],
];

const vertex = (json: unknown): DialectRequest => ({ path: "/vertex/predict", json });
const parameters = (value: unknown): DialectRequest => vertex({ ...row, parameters: value });

const vertexPrediction: readonly Wrong[] = [
  ["no instances", vertex({}), 400, /"instances"/],
  ["a list", vertex([]), 400, /Cannot use the body/],
  ["text as an image", vertex({ instances: [{ content: text }] }), 400, /Cannot read an image/],
  ["base64 that is cut off", vertex({ instances: [{ content: cut }] }), 400, /content/],
  ["less than no classes", parameters({ maxPredictions: -1 }), 400, /maxPredictions/],
  ["too high a threshold", parameters({ confidenceThreshold: 2 }), 400, /confidenceThreshold/],
  ["too many", vertex({ instances: Array(5).fill(base64) }), 413, /at most 4/],
];

const score = (json: unknown): DialectRequest => ({ path: "/score", json });
const invoke = (json: unknown): DialectRequest => ({ path: "/invocations", json });

/** Answered by problem details, as /classify's are. */
const platforms: readonly Wrong[] = [
  ["nothing", invoke({}), 400, /"image" or "images"/],
  ["null", invoke(null), 400, /Cannot use the body/],
  ["a row of nothing", invoke({ instances: [{}] }), 400, /instances\[0\]/],
  ["base64 that is cut off", invoke({ image: cut }), 400, /base64/],
  ["text as an image", score({ image: text }), 415, /Cannot read an image/],
  ["another column", score({ input_data: { columns: ["a"], data: [base64] } }), 400, /columns/],
  ["no column", score({ input_data: { columns: ["image"], data: [] } }), 400, /empty/],
  ["numbers", score({ input_data: { columns: ["image"], data: [1] } }), 400, /data/],
  ["too many", score({ input_data: { data: Array(5).fill(base64) } }), 413, /at most 4/],
];

/** Of the response's header that tells the length of the JSON; the body is sound. */
const jsonLengths = ["-1", "1e3", "abc", "", "999999", "9007199254740993", "1"];

async function check(ask: Ask, wrongs: readonly Wrong[], isPlain: boolean): Promise<void> {
  for (const [name, request, status, words] of wrongs) {
    const response = await ask(request.path, toInit(request));
    const said = await response.text();
    assert.is(response.status, status, `${name}: ${said}`);
    checkShape(response, said, isPlain);
    assert.match(JSON.parse(said).error, words, name);
  }
}

function checkShape(response: Response, said: string, isPlain: boolean): void {
  const { error, ...rest } = JSON.parse(said);
  assert.match(error, /^[A-Z].*[^.]$/s);
  assert.is(Object.keys(rest).length === 0, isPlain, said);
  const type = isPlain ? "application/json" : "application/problem+json";
  assert.is(response.headers.get("content-type"), type);
}

export const malformedCases: readonly ContractCase[] = [
  {
    name: "the Open Inference Protocol's requests are refused in its words: { error }",
    run: (ask) => check(ask, inference, true),
  },
  {
    name: "TensorFlow Serving's requests are refused in its words: { error }",
    run: (ask) => check(ask, prediction, true),
  },
  {
    name: "Vertex AI's requests are refused: { error }",
    run: (ask) => check(ask, vertexPrediction, true),
  },
  {
    name: "SageMaker's and Azure ML's requests are refused as those of /classify",
    run: (ask) => check(ask, platforms, false),
  },
  {
    name: "dialects refuse wrong lengths, bodies that are no JSON, other methods and paths",
    async run(ask) {
      const sound = toInit(openInferenceRequests["image in binary"]!);
      const refusals: (readonly [string, RequestInit, readonly number[]])[] = jsonLengths.map(
        (length) => {
          const headers = { "inference-header-content-length": length };
          return ["/v2/models/tiny/infer", { ...sound, headers }, [400]] as const;
        },
      );
      for (const path of ["/v2/models/tiny/infer", "/v1/models/tiny:predict", "/vertex/predict"]) {
        for (const body of ["{", "", "\xff", "[NaN]", "0", '"a"']) {
          refusals.push([path, { method: "POST", body }, [400]]);
        }
        refusals.push([path, { method: "POST", body: "[".repeat(100_000) }, [413]]);
        refusals.push([path, { method: "DELETE" }, [405]]);
        const headers = { "content-encoding": "gzip" };
        refusals.push([path, { method: "POST", body: "{}", headers }, [400]]);
      }
      for (const path of ["/v2/models", "/v2/a", "/v1/models/a/b/c", "/v1/models/%ff", "/vertex"]) {
        refusals.push([path, {}, [404]]);
      }
      for (const [path, init, statuses] of refusals) {
        const response = await ask(path, init);
        const said = await response.text();
        assert.ok(statuses.includes(response.status), `${path}: ${response.status} ${said}`);
        checkShape(response, said, true);
      }
    },
  },
];
