/** TensorFlow Serving's REST API: cases of the service's contract. */
import * as assert from "uvu/assert";
import type { Ask, ContractCase } from "../contract-case.ts";
import { pngImage } from "../images.ts";
import { base64, infer, square, tensorFlowRequests, toInit } from "./dialect-request.ts";

interface Status {
  readonly name: string;
  readonly ready: boolean;
  readonly model_version_status: readonly { readonly version: string }[];
}

interface Tensor {
  readonly tensor_shape: { readonly dim: readonly { readonly size: string }[] };
}

interface Metadata {
  readonly model_spec: object;
  readonly metadata: {
    readonly signature_def: {
      readonly signature_def: Readonly<
        Record<string, Readonly<Record<"inputs" | "outputs", Readonly<Record<string, Tensor>>>>>
      >;
    };
  };
}

interface Predicted {
  readonly predictions?: readonly (readonly number[])[];
  readonly outputs?: readonly (readonly number[])[];
}

function sizes(tensor: Tensor | undefined): readonly string[] | undefined {
  return tensor?.tensor_shape.dim.map(({ size }) => size);
}

async function read<Body>(ask: Ask, path: string): Promise<Body> {
  return (await (await ask(path)).json()) as Body;
}

export const tensorFlowCases: readonly ContractCase[] = [
  {
    name: "GET /v1/models/M tells a model's status and signatures, by version and label",
    async run(ask) {
      const status = await read<Status>(ask, "/v1/models/tiny");
      const [{ version, ...state } = { version: "" }] = status.model_version_status;
      assert.match(version, /^\d+$/);
      assert.equal(state, { state: "AVAILABLE", status: { error_code: "OK", error_message: "" } });
      assert.equal([status.name, status.ready], ["tiny", true], "as KServe's V1 protocol asks");
      const { models } = (await read(ask, "/v1/models")) as { readonly models: readonly string[] };
      assert.ok(models.includes("tiny"), String(models)); // of several, one is this
      const metadata = await read<Metadata>(ask, "/v1/models/tiny/metadata");
      assert.equal(metadata.model_spec, { name: "tiny", signature_name: "", version });
      const { serving_default, pixels } = metadata.metadata.signature_def.signature_def;
      assert.equal(sizes(serving_default?.inputs["image"]), ["-1"]);
      assert.equal(sizes(pixels?.inputs["pixels"]), ["-1", "40", "40", "3"]);
      assert.equal(sizes(pixels?.outputs["probabilities"]), ["-1", "7"]);
      for (const path of [`versions/${version}`, "labels/stable"]) {
        assert.equal(await read(ask, `/v1/models/tiny/${path}`), status);
        assert.equal(await read(ask, `/v1/models/tiny/${path}/metadata`), metadata);
      }
    },
  },
  {
    name: "POST /v1/models/M:predict answers rows as rows and columns as columns",
    async run(ask) {
      const asked = async (json: unknown, path = "/v1/models/tiny"): Promise<Predicted> => {
        const response = await ask(`${path}:predict`, toInit({ json }));
        const body = (await response.json()) as Predicted;
        assert.is(response.status, 200, JSON.stringify(body));
        return body;
      };
      const v2 = infer({ name: "image", datatype: "BYTES", shape: [1], data: [base64] });
      const { outputs } = (await (await ask(v2.path, toInit(v2))).json()) as {
        readonly outputs: readonly { readonly data: readonly number[] }[];
      };
      const wanted = outputs[0]!.data;
      const image = { b64: base64 };
      assert.equal(await asked({ instances: [image, { image }] }), {
        predictions: [wanted, wanted],
      });
      assert.equal(await asked({ inputs: [image] }), { outputs: [wanted] });
      assert.equal(await asked({ inputs: image }), { outputs: [wanted] });
      const instances = [square(0.5), { pixels: square(0.5) }];
      const [bare, named] = (await asked({ instances })).predictions!;
      assert.equal(bare, named);
      assert.equal(await asked({ inputs: { pixels: [square(0.5)] } }), { outputs: [bare] });
      const { model_version_status } = await read<Status>(ask, "/v1/models/tiny");
      for (const path of [`versions/${model_version_status[0]!.version}`, "labels/stable"]) {
        const answer = await asked({ instances: [image] }, `/v1/models/tiny/${path}`);
        assert.equal(answer, { predictions: [wanted] });
      }
      for (const request of Object.values(tensorFlowRequests)) await asked(request.json);
    },
  },
  {
    name: "POST /v1/models/M:explain adds /classify's explanations, as KServe's V1 protocol asks",
    async run(ask) {
      const explained = await ask("/classify?explain=true", {
        method: "POST",
        body: pngImage.bytes,
      });
      const { explanation } = (await explained.json()) as { readonly explanation: object };
      const instances = [{ b64: base64 }, { image: { b64: base64 } }];
      const predicted = await ask("/v1/models/tiny:predict", toInit({ json: { instances } }));
      const { predictions } = (await predicted.json()) as Predicted;
      for (const json of [{ instances }, { inputs: { image: [base64, base64] } }]) {
        const response = await ask("/v1/models/tiny:explain", toInit({ json }));
        assert.equal(await response.json(), {
          predictions,
          explanations: [explanation, explanation],
        });
      }
    },
  },
];
