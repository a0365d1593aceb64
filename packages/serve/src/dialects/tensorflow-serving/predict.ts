/** POST /v1/models/{model}[/versions/{version}|/labels/{label}]:predict */
import type { Context } from "hono";
import { checkJson, parseJson } from "../../body/parse-json.ts";
import type { Upload } from "../../body/read-uploads.ts";
import { answerAll } from "../../classify/answer-all.ts";
import { probabilities } from "../../classify/best-classes.ts";
import type { Pixels } from "../../classify/pixels.ts";
import type { ImageAnswer } from "../../classify/submit-uploads.ts";
import { Problem } from "../../problem.ts";
import type { Env, Service } from "../../service.ts";
import { inputLimits, maxJsonElements, type InputLimits } from "../input-limits.ts";
import { readColumns, readInstances } from "../instances.ts";
import { tensorFlowPath } from "./model-path.ts";
import { SIGNATURES } from "./model-status.ts";
import { predictRequestSchema } from "./schema.ts";

/** A request that was read. */
export interface Prediction {
  readonly inputs: readonly (Upload | Pixels)[];
  /** The answer's field: rows are answered as rows. */
  readonly field: "predictions" | "outputs";
}

/** Answers the route. */
export function predict(c: Context<Env>, service: Service): Promise<Response> {
  const { find, verb } = tensorFlowPath(c, service);
  if (verb !== ":predict") {
    throw new Problem("not_found", `Cannot answer "${c.req.path}": it does not end with :predict`);
  }
  return answerAll(c, service, {
    findModel: find,
    read(body, found) {
      const limits = inputLimits(found, service);
      return readPrediction(parseJson(body, maxJsonElements(limits)), limits);
    },
    write: (answers, { field }) => c.json({ [field]: rows(answers) }),
  });
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
