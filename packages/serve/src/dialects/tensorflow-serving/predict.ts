/** POST /v1/models/{model}[/versions/{version}|/labels/{label}]:predict */
import type { Context } from "hono";
import { checkJson, parseJson } from "../../body/parse-json.ts";
import type { Upload } from "../../body/read-uploads.ts";
import type { NamedModel } from "../../bundle/find-model.ts";
import { answerAll } from "../../classify/answer-all.ts";
import { probabilities } from "../../classify/best-classes.ts";
import type { Pixels } from "../../classify/pixels.ts";
import type { ImageAnswer } from "../../classify/submit-uploads.ts";
import { Problem } from "../../problem.ts";
import type { Env, Service } from "../../service.ts";
import { readColumns, readInstances } from "../instances.ts";
import { maxJsonValues } from "../number-tensor.ts";
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
  const { MAX_IMAGES } = service.settings;
  return answerAll(c, service, {
    findModel: find,
    read(body, found) {
      const { input } = found.model.manifest;
      return readPrediction(parseJson(body, maxJsonValues(input, MAX_IMAGES)), found);
    },
    write: (answers, { field }) => c.json({ [field]: rows(answers) }),
  });
}

/** @throws {Problem} `invalid_body` or `no_image` */
export function readPrediction(json: unknown, { model }: NamedModel): Prediction {
  const { signature_name, instances, inputs } = checkJson(json, predictRequestSchema);
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
  const contract = model.manifest.input;
  return inputs === undefined
    ? { inputs: readInstances(instances, contract, "instances"), field: "predictions" }
    : { inputs: readColumns(inputs, contract), field: "outputs" };
}

/** The only output, whose name is left out then: the probabilities of all classes, `[n, classes]`. */
export function rows(answers: readonly ImageAnswer[]): number[][] {
  return answers.map((answer) => [...probabilities(answer)]);
}
