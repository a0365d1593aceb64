/** The Open Inference Protocol over HTTP, with its extensions: cases of the service's contract. */
import * as assert from "uvu/assert";
import { DEFAULT_INPUT_CONTRACT, prepareInput } from "@inception-edge/bundle/input";
import { loadDecoder } from "@inception-edge/image";
import type { Ask, ContractCase } from "../contract-case.ts";
import { MAX_IMAGES } from "../contract-settings.ts";
import { pngImage } from "../images.ts";
import {
  base64,
  bytesTensor,
  infer,
  openInferenceRequests,
  png,
  SIZE,
  square,
  toInit,
  type DialectRequest,
} from "./dialect-request.ts";
import { elements, floats, received, type Received } from "./inferred.ts";

async function inferred(ask: Ask, request: DialectRequest): Promise<Received> {
  return received(await ask(request.path, toInit(request)));
}

/** Every class's probability for the test's image, as /classify says. */
async function probabilitiesOf(ask: Ask): Promise<number[]> {
  const response = await ask("/classify?top_k=1000", { method: "POST", body: pngImage.bytes });
  const { predictions } = (await response.json()) as {
    readonly predictions: readonly { readonly id: string; readonly score: number }[];
  };
  return predictions.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ score }) => score);
}

/** Float32 `[SIZE, SIZE, 3]`, as bytes: what the service makes of the test's image. */
async function preparedInput(): Promise<Uint8Array> {
  const { background } = DEFAULT_INPUT_CONTRACT;
  const contract = { ...DEFAULT_INPUT_CONTRACT, size: SIZE, storedSize: 64 };
  const decoder = await loadDecoder({ background });
  return new Uint8Array(prepareInput(contract, decoder.decode(pngImage.bytes)).buffer);
}

const image = { name: "image", datatype: "BYTES", shape: [1] };
const pixels = { name: "pixels", datatype: "FP32", shape: [1, SIZE, SIZE, 3] };

export const openInferenceCases: readonly ContractCase[] = [
  {
    name: "GET /v2 tells what the service and its model are, and that they are ready",
    async run(ask) {
      const json = async (path: string): Promise<unknown> => (await ask(path)).json();
      const model = (await json("/v2/models/tiny")) as { readonly versions: readonly string[] };
      assert.equal(await json("/v2"), {
        name: "inception-edge",
        version: "1.0.0",
        extensions: ["classification", "binary_tensor_data", "model_configuration"],
      });
      assert.equal(await json("/v2/health/live"), { live: true });
      assert.equal(await json("/v2/health/ready"), { live: true, ready: true });
      assert.equal(model, {
        name: "tiny",
        versions: model.versions,
        platform: "tensorflow_tflite",
        inputs: [
          { name: "image", datatype: "BYTES", shape: [-1] },
          { name: "pixels", datatype: "FP32", shape: [-1, SIZE, SIZE, 3] },
        ],
        outputs: [{ name: "probabilities", datatype: "FP32", shape: [-1, 7] }],
      });
      const [version] = model.versions;
      assert.match(version!, /^[0-9a-f]{12}$/);
      for (const path of [`/v2/models/tiny/versions/${version}`, "/v2/models/inception"]) {
        assert.equal(await json(path), model);
        assert.equal(await json(`${path}/ready`), { name: "tiny", ready: true });
      }
    },
  },
  {
    name: "Triton's clients are told which models there are, and how one is set up",
    async run(ask) {
      const { versions } = (await (await ask("/v2/models/tiny")).json()) as {
        readonly versions: readonly string[];
      };
      for (const body of ["", "{}", '{"ready":true}']) {
        const index = await ask("/v2/repository/index", { method: "POST", body });
        const models = (await index.json()) as readonly { readonly name: string }[];
        assert.equal(
          models.find(({ name }) => name === "tiny"),
          { name: "tiny", version: versions[0], state: "READY", reason: "" },
        );
      }
      assert.equal(await (await ask("/v2/models/tiny/config")).json(), {
        name: "tiny",
        platform: "tensorflow_tflite",
        max_batch_size: MAX_IMAGES,
        input: [
          { name: "image", data_type: "TYPE_STRING", dims: [1], optional: true },
          { name: "pixels", data_type: "TYPE_FP32", dims: [SIZE, SIZE, 3], optional: true },
        ],
        output: [{ name: "probabilities", data_type: "TYPE_FP32", dims: [7] }],
      });
    },
  },
  {
    name: "POST /v2/models/M/infer answers images as /classify does, in JSON and as bytes",
    async run(ask) {
      const wanted = await probabilitiesOf(ask);
      const { id, model_name, model_version, output } = await inferred(
        ask,
        infer({ ...image, data: [base64] }, { id: "42", model_name: "tiny" }),
      );
      assert.equal([id, model_name, model_version.length], ["42", "tiny", 12]);
      assert.equal(output, {
        name: "probabilities",
        datatype: "FP32",
        shape: [1, 7],
        data: wanted,
      });
      const path = `/v2/models/tiny/versions/${model_version}/infer`;
      const both = { ...image, shape: [2, 1] };
      const binary = bytesTensor(png, png);
      const request = infer(both, { binary, parameters: { binary_data_output: true } });
      const batch = await inferred(ask, { ...request, path });
      assert.is(batch.id, undefined);
      assert.equal([batch.output.shape, batch.output.data], [[2, 7], undefined]);
      assert.equal(floats(batch.binary), [...wanted, ...wanted]);
      const raw = await ask("/v2/models/tiny/infer", {
        method: "POST",
        body: pngImage.bytes,
        headers: { "inference-header-content-length": "0" },
      });
      assert.equal(floats((await received(raw)).binary), wanted);
    },
  },
  {
    name: "POST /v2/models/M/infer answers the best classes as value:index:label",
    async run(ask) {
      const wanted = await probabilitiesOf(ask);
      const best = wanted
        .map((value, index) => [value, index] as const)
        .toSorted(([a], [b]) => b - a)
        .map(([value, index]) => `${Number(value.toPrecision(7))}:${index}:thing ${index}`);
      const asked = (classification: number, binary_data: boolean): Promise<Received> =>
        inferred(
          ask,
          infer(
            { ...image, data: [base64] },
            { outputs: [{ name: "probabilities", parameters: { classification, binary_data } }] },
          ),
        );
      const { output } = await asked(3, false);
      assert.equal([output.datatype, output.shape], ["BYTES", [1, 3]]);
      assert.equal(output.data, best.slice(0, 3));
      const all = await asked(1000, true);
      assert.equal(all.output.shape, [1, 7]);
      assert.equal(elements(all.binary), best);
    },
  },
  {
    name: "POST /v2/models/M/infer takes the network's own input, in four forms",
    async run(ask) {
      const floats32 = new Float32Array(SIZE * SIZE * 3).map((_, at) => (at % 256) / 255);
      const bytes = Uint8Array.from(floats32, (value) => Math.round(value * 255));
      const uint8 = { ...pixels, datatype: "UINT8" };
      const answers = await Promise.all(
        [
          infer(pixels, { binary: new Uint8Array(floats32.buffer) }),
          infer({ ...pixels, data: [...floats32] }),
          infer(uint8, { binary: bytes }),
          infer({ ...uint8, data: [...bytes] }),
        ].map(async (request) => (await inferred(ask, request)).output),
      );
      for (const { shape, data } of answers)
        assert.equal([shape, data], [[1, 7], answers[0]!.data]);
      const ofImage = await inferred(ask, infer({ ...image, data: [base64] }));
      const ofPixels = await inferred(ask, infer(pixels, { binary: await preparedInput() }));
      assert.equal(ofPixels.output.data, ofImage.output.data);
      const nested = await inferred(ask, infer({ ...pixels, data: [square(0.5)] }));
      assert.not.equal(nested.output.data, answers[0]!.data);
    },
  },
  {
    name: "POST /v2/models/M/infer answers as many images as a request may have",
    async run(ask) {
      const data = Array(MAX_IMAGES).fill(base64) as string[];
      const { output } = await inferred(ask, infer({ ...image, shape: [MAX_IMAGES], data }));
      assert.equal(output.shape, [MAX_IMAGES, 7]);
      for (const request of Object.values(openInferenceRequests)) await inferred(ask, request);
    },
  },
];
