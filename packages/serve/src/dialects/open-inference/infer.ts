/** POST /v2/models/{model}[/versions/{version}]/infer */
import type { Context } from "hono";
import { checkJson, parseJson } from "../../body/parse-json.ts";
import type { Upload } from "../../body/read-uploads.ts";
import { findModel, isShared } from "../../bundle/find-model.ts";
import { answerAll } from "../../classify/answer-all.ts";
import type { Pixels } from "../../classify/pixels.ts";
import { Problem } from "../../problem.ts";
import type { Env, Service } from "../../service.ts";
import { inputLimits, maxJsonElements, type InputLimits } from "../input-limits.ts";
import { BinaryTensors, JSON_LENGTH, splitBody } from "./binary-data.ts";
import { modelPath } from "./model-path.ts";
import { readInputs } from "./read-inputs.ts";
import { readOutputs, type OutputChoice } from "./read-outputs.ts";
import { inferRequestSchema } from "./schema.ts";
import { writeAnswer } from "./write-answer.ts";

interface Inference extends OutputChoice {
  readonly inputs: readonly (Upload | Pixels)[];
  readonly id: string | undefined;
}

/** Answers the route. */
export function infer(c: Context<Env>, service: Service): Promise<Response> {
  const jsonLength = c.req.header(JSON_LENGTH);
  return answerAll(c, service, {
    findModel: () => findModel(service, modelPath(c)),
    isShared: isShared(service, modelPath(c)),
    read: (body, found) => readInference(body, jsonLength, inputLimits(found, service)),
    write(answers, asked, found) {
      const { body, headers } = writeAnswer(answers, found, asked);
      return c.body(body, 200, headers);
    },
  });
}

function readInference(
  body: Uint8Array<ArrayBuffer>,
  jsonLength: string | undefined,
  limits: InputLimits,
): Inference {
  const { json, binary } = splitBody(body, jsonLength);
  if (jsonLength !== undefined && json.length === 0) return rawImage(binary);
  const parsed = parseJson(json, maxJsonElements(limits));
  const request = checkJson(parsed, inferRequestSchema, ["data"]);
  const inputs = readInputs(request, new BinaryTensors(binary), limits);
  return { inputs, ...readOutputs(request), id: request.id ?? undefined };
}

/** Without JSON the bytes are the only input's, and the output is binary too: the extension's "raw binary request". */
function rawImage(bytes: Uint8Array<ArrayBuffer>): Inference {
  if (bytes.length === 0) throw new Problem("no_image", "Cannot infer from an empty body");
  return { inputs: [{ bytes, file: "" }], isBinary: true, classes: 0, id: undefined };
}
