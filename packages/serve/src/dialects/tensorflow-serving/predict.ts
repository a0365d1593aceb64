/** POST /v1/models/{model}[/versions/{version}|/labels/{label}]:predict, and KServe's :explain */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { checkJson, parseJson } from "../../body/parse-json.ts";
import type { Upload } from "../../body/read-uploads.ts";
import { answerAll } from "../../classify/answer-all.ts";
import { probabilities } from "../../classify/best-classes.ts";
import type { Pixels } from "../../classify/pixels.ts";
import type { ImageAnswer } from "../../classify/submit-uploads.ts";
import { toExplanation } from "../../explain/schema.ts";
import { Problem } from "../../problem.ts";
import type { Env, Service } from "../../service.ts";
import { inputLimits, maxJsonElements, type InputLimits } from "../input-limits.ts";
import { readColumns, readInstances } from "../instances.ts";
import { tensorFlowPath } from "./model-path.ts";
import { SIGNATURES } from "./model-status.ts";
import { predictRequestSchema, type explainAnswerSchema } from "./schema.ts";

type Explanations = z.infer<typeof explainAnswerSchema>;

/** A request that was read. */
export interface Prediction {
  readonly inputs: readonly (Upload | Pixels)[];
  /** The answer's field: rows are answered as rows. */
  readonly field: "predictions" | "outputs";
}

/** Answers the route. */
export function predict(c: Context<Env>, service: Service): Promise<Response> {
  const { find, isShared, verb } = tensorFlowPath(c, service);
  const explain = verb === ":explain";
  if (verb !== ":predict" && !explain) {
    const detail = `Cannot answer "${c.req.path}": it ends neither with :predict nor with :explain`;
    throw new Problem("not_found", detail);
  }
  return answerAll(c, service, {
    findModel: find,
    isShared,
    explain,
    read(body, found) {
      const limits = inputLimits(found, service);
      const prediction = readPrediction(parseJson(body, maxJsonElements(limits)), limits);
      if (explain) checkImages(prediction);
      return prediction;
    },
    write(answers, { field }, { model }) {
      if (!explain) return c.json({ [field]: rows(answers) });
      const explanations = answers.map(({ explained }) =>
        toExplanation(explained!, model.manifest.classes),
      );
      return c.json<Explanations>({ predictions: rows(answers), explanations });
    },
  });
}

/** An overlay has the proportions of an image, which pixels no longer have. @throws {Problem} `invalid_body` */
function checkImages({ inputs }: Prediction): void {
  const index = inputs.findIndex((input) => "pixels" in input);
  if (index < 0) return;
  const detail = `Cannot explain input ${index}: it is numbers; send the image, as {"b64": "…"}`;
  throw new Problem("invalid_body", detail);
}

/** @throws {Problem} `invalid_body`, `no_image` or `too_many_images` */
export function readPrediction(json: unknown, limits: InputLimits): Prediction {
  const { signature_name, instances, inputs } = checkJson(json, predictRequestSchema, [
    "instances",
    "inputs",
  ]);
  const names: readonly string[] = SIGNATURES;
  if (signature_name && !names.includes(signature_name)) {
    const found = JSON.stringify(signature_name.slice(0, 80));
    const detail = `Cannot predict: there is no signature_name ${found}, wanted ${names.join(" or ")}`;
    throw new Problem("invalid_body", detail);
  }
  if ((instances === undefined) === (inputs === undefined)) {
    const detail = 'Cannot use the body: wanted either "instances" or "inputs"';
    throw new Problem("invalid_body", detail);
  }
  return inputs === undefined
    ? { inputs: readInstances(instances, limits, "instances"), field: "predictions" }
    : { inputs: readColumns(inputs, limits), field: "outputs" };
}

/** The only output, whose name is left out then: the probabilities of all classes, `[n, classes]`. */
export function rows(answers: readonly ImageAnswer[]): number[][] {
  return answers.map((answer) => [...probabilities(answer)]);
}
