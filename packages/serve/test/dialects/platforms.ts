/** What SageMaker, Vertex AI and Azure ML send to a container: cases of the service's contract. */
import * as assert from "uvu/assert";
import type { Ask, ContractCase } from "../contract-case.ts";
import { MAX_BODY } from "../contract-settings.ts";
import { pngImage } from "../images.ts";
import { base64, square, toInit } from "./dialect-request.ts";

interface Prediction {
  readonly id: string;
  readonly label: string;
  readonly score: number;
}

interface Classification {
  readonly model: { readonly name: string };
  readonly predictions: readonly Prediction[];
}

interface Rows {
  readonly predictions: readonly (readonly number[])[];
}

interface VertexPrediction {
  readonly ids: readonly string[];
  readonly displayNames: readonly string[];
  readonly confidences: readonly number[];
}

interface Vertex {
  readonly predictions: readonly VertexPrediction[];
}

/** @typeParam Body what the test takes the answer for */
async function answered<Body>(ask: Ask, path: string, init: RequestInit): Promise<Body> {
  const response = await ask(path, init);
  const body = (await response.json()) as Body;
  assert.is(response.status, 200, JSON.stringify(body));
  return body;
}

function image(type: string): RequestInit {
  return { method: "POST", body: pngImage.bytes, headers: { "content-type": type } };
}

async function best(ask: Ask): Promise<readonly Prediction[]> {
  const path = "/classify?top_k=1000";
  return (await answered<Classification>(ask, path, image("image/png"))).predictions;
}

export const platformCases: readonly ContractCase[] = [
  {
    name: "GET /ping answers SageMaker 200 and nothing else",
    async run(ask) {
      const response = await ask("/ping");
      assert.equal([response.status, await response.text()], [200, ""]);
    },
  },
  {
    name: "GET /execution-parameters tells SageMaker's batch transform what fits",
    async run(ask, { workers }) {
      assert.equal(await (await ask("/execution-parameters")).json(), {
        MaxConcurrentTransforms: workers,
        BatchStrategy: "SINGLE_RECORD",
        MaxPayloadInMB: MAX_BODY / 2 ** 20,
      });
    },
  },
  {
    name: "POST /invocations and /score take what /classify takes, whatever type is declared",
    async run(ask) {
      const wanted = await best(ask);
      for (const path of ["/invocations", "/score"]) {
        for (const init of [
          image("image/png"),
          image("application/x-image"),
          image("application/octet-stream"),
          toInit({ json: { image: base64 } }),
        ]) {
          const { predictions, model } = await answered<Classification>(ask, path, init);
          assert.equal([predictions, model.name], [wanted.slice(0, 5), "tiny"]);
        }
        const two = toInit({ json: { images: [base64, "!"], top_k: 2 } });
        const { results } = await answered<{ readonly results: readonly object[] }>(ask, path, two);
        assert.equal(Object(results[0]).predictions, wanted.slice(0, 2));
        assert.is(Object(results[1]).error.code, "invalid_body");
      }
    },
  },
  {
    name: "POST /invocations answers rows of probabilities, as TensorFlow Serving's container does",
    async run(ask) {
      const json = { instances: [{ b64: base64 }] };
      const wanted = await answered<Rows>(ask, "/v1/models/tiny:predict", toInit({ json }));
      assert.equal(await answered<Rows>(ask, "/invocations", toInit({ json })), wanted);
      const pixels = toInit({ json: { inputs: [square(1)] } });
      const { predictions } = await answered<Rows>(ask, "/invocations", pixels);
      assert.is(predictions[0]!.length, 7);
    },
  },
  {
    name: "POST /score answers every class's probability, as Azure ML's image classification does",
    async run(ask) {
      const wanted = (await best(ask)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const data = [base64, [base64]];
      const json = { input_data: { columns: ["image"], data } };
      const answers = await answered<readonly object[]>(ask, "/score", toInit({ json }));
      assert.is(answers.length, 2);
      for (const [index, answer] of answers.entries()) {
        assert.equal(answer, {
          filename: `input_data.data[${index}]`,
          probs: wanted.map(({ score }) => score),
          labels: wanted.map(({ label }) => label),
          visualizations: null,
          attributions: null,
        });
      }
    },
  },
  {
    name: "POST /vertex/predict answers as Vertex AI's image classification does",
    async run(ask) {
      const wanted = await best(ask);
      const asked = async (
        instances: unknown,
        parameters?: unknown,
      ): Promise<readonly VertexPrediction[]> => {
        const init = toInit({ json: { instances, parameters } });
        return (await answered<Vertex>(ask, "/vertex/predict", init)).predictions;
      };
      const image64 = { content: base64, mimeType: "image/png" };
      const predictions = await asked([image64, { b64: base64 }, { image_bytes: { b64: base64 } }]);
      for (const prediction of predictions) {
        assert.equal(prediction, {
          ids: wanted.map(({ id }) => id),
          displayNames: wanted.map(({ label }) => label),
          confidences: wanted.map(({ score }) => score),
        });
      }
      const [two] = await asked([image64], { maxPredictions: 2, confidenceThreshold: null });
      assert.equal(two!.ids, predictions[0]!.ids.slice(0, 2));
      const confidenceThreshold = wanted[0]!.score;
      const [one] = await asked([image64], { confidenceThreshold });
      assert.equal(one!.confidences, [confidenceThreshold]);
      assert.is((await asked([square(0), { pixels: square(0) }])).length, 2);
      // As rawPredict sends it.
      for (const type of ["image/png", "application/octet-stream", "text/plain"]) {
        const raw = await answered<Vertex>(ask, "/vertex/predict", image(type));
        assert.equal(raw.predictions, predictions.slice(0, 1));
      }
    },
  },
];
