/** From a request to the answers for all its images, or to the first problem: where a shape has no place for both. */
import type { Context } from "hono";
import { checkCount, type Upload } from "../body/read-uploads.ts";
import type { NamedModel } from "../bundle/find-model.ts";
import { Problem } from "../problem.ts";
import type { Env, Service } from "../service.ts";
import type { Pixels } from "./pixels.ts";
import { receiveBody } from "./receive-body.ts";
import { recordAnswer } from "./record-answer.ts";
import { submitUploads, type ImageAnswer } from "./submit-uploads.ts";

/** What a body holds. */
export interface Asked {
  readonly inputs: readonly (Upload | Pixels)[];
}

/** A dialect's shape of what is asked and answered. */
export interface WholeShape<Request extends Asked> {
  /** @throws {Problem} when there is no such model */
  readonly findModel: () => NamedModel;
  /** @throws {Problem} */
  readonly read: (body: Uint8Array<ArrayBuffer>, found: NamedModel) => Request;
  readonly write: (answers: readonly ImageAnswer[], asked: Request, found: NamedModel) => Response;
}

/** @throws {Problem} for whatever concerns the request or one of its images */
export async function answerAll<Request extends Asked>(
  c: Context<Env>,
  service: Service,
  { findModel, read, write }: WholeShape<Request>,
): Promise<Response> {
  findModel(); // before the body, which may be large
  return receiveBody(c, service, async (body) => {
    const found = findModel(); // again: a reload may have closed the first one's threads
    const asked = read(body, found);
    checkCount(asked.inputs.length, service.settings.MAX_IMAGES);
    const results = await submitUploads(asked.inputs, found.model, {
      limits: service.limits,
      explain: { explain: false },
      client: service.clientAddress(c),
      signal: c.req.raw.signal,
    });
    const facts = c.get("facts");
    if (results.length > 1) facts.log["images"] = results.length;
    const answers = results.map((result, index) => {
      if (result instanceof Problem) throw results.length > 1 ? located(result, index) : result;
      recordAnswer(result, facts, { service, model: found.model });
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
