/** From a request to the answers for all its images, or to the first problem: where a shape has no place for both. */
import type { Context } from "hono";
import { checkCount, type Upload } from "../body/read-uploads.ts";
import { nameModel, type NamedModel } from "../bundle/find-model.ts";
import { explainOptions } from "../explain/schema.ts";
import { Problem } from "../problem.ts";
import { chooseModel, splitHeader } from "../rollout/choose-model.ts";
import type { Env, Service } from "../service.ts";
import { answerInputs } from "./answer-inputs.ts";
import type { Pixels } from "./pixels.ts";
import { receiveBody } from "./receive-body.ts";
import type { ImageAnswer } from "./submit-uploads.ts";

/** What a body holds. */
export interface Asked {
  readonly inputs: readonly (Upload | Pixels)[];
}

/** A dialect's shape of what is asked and answered. */
export interface WholeShape<Request extends Asked> {
  /** @throws {Problem} when there is no such model; the present one where the path names none */
  readonly findModel: () => NamedModel;
  /** Whether the path names no model: such requests are shared by several. */
  readonly isShared?: boolean;
  /** Whether each answer is to have its explanation. */
  readonly explain?: boolean;
  /** @throws {Problem} */
  readonly read: (body: Uint8Array<ArrayBuffer>, found: NamedModel) => Request;
  readonly write: (answers: readonly ImageAnswer[], asked: Request, found: NamedModel) => Response;
}

/** @throws {Problem} for whatever concerns the request or one of its images */
export async function answerAll<Request extends Asked>(
  c: Context<Env>,
  service: Service,
  { findModel, isShared = false, explain = false, read, write }: WholeShape<Request>,
): Promise<Response> {
  explainOptions({ explain }, findModel().model); // before the body, which may be large
  return receiveBody(c, service, async (body) => {
    const named = findModel(); // again: a reload may have closed the first one's threads
    const asked = read(body, named);
    const { inputs } = asked;
    checkCount(inputs.length, service.settings.MAX_IMAGES);
    const choice = { header: splitHeader(c, service), inputs };
    const found = isShared ? nameModel(chooseModel(service, choice)!, service) : named;
    const { model } = found;
    const options = explainOptions({ explain }, model);
    const results = await answerInputs(c, service, { model, isShared, inputs, explain: options });
    if (results.length > 1) c.get("facts").log["images"] = results.length;
    const answers = results.map((result, index) => {
      if (result instanceof Problem) throw results.length > 1 ? located(result, index) : result;
      return result;
    });
    return write(answers, asked, found);
  });
}

function located({ code, message, retryAfterS, cause }: Problem, index: number): Problem {
  return new Problem(code, `${message} (image ${index} of the request)`, {
    cause,
    ...(retryAfterS !== undefined && { retryAfterS }),
  });
}
