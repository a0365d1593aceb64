/** Inputs to answers: each is admitted or refused on its own, then all that were admitted go to the threads. */
import type { ImageLimits } from "@inception-edge/image";
import type { Upload } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import type { ExplainOptions } from "../explain/schema.ts";
import type { PoolAnswer, PoolTask } from "../pool/pool-job.ts";
import { Problem } from "../problem.ts";
import {
  wholeBuffer,
  type Classification,
  type Classified,
  type ClassifyJob,
} from "../worker/job.ts";
import { admitImage, imageProblem } from "./admit-image.ts";
import type { Pixels } from "./pixels.ts";

/** What a thread answered, and how long the image waited. */
export interface ImageAnswer extends Classified {
  readonly queueMs: number;
}

/** What applies to all images of a request. */
export interface SubmitOptions {
  readonly limits: ImageLimits;
  readonly explain: ExplainOptions;
  /** Whose images they are. */
  readonly client: string;
  /** Drops images that are still waiting when the client has left. */
  readonly signal: AbortSignal;
}

/**
 * An answer or a problem for each input, in their order.
 * @throws {Problem} when there is no room for them now; none of them was started then
 */
export async function submitUploads(
  inputs: readonly (Upload | Pixels)[],
  { id, pool }: Pick<ServedModel, "id" | "pool">,
  options: SubmitOptions,
): Promise<readonly (ImageAnswer | Problem)[]> {
  const admitted = inputs.map((input) =>
    "pixels" in input ? pixelsTask(input, id, options) : admitOrRefuse(input, id, options),
  );
  const tasks = admitted.filter((one): one is PoolTask<ClassifyJob> => !(one instanceof Problem));
  const submitted = pool.submit(tasks, options.signal);
  const answers = new Map(tasks.map((task, index) => [task, submitted[index]!]));
  return Promise.all(
    admitted.map((one) => (one instanceof Problem ? one : answerOrProblem(answers.get(one)!))),
  );
}

async function answerOrProblem(
  answer: Promise<PoolAnswer<Classification>>,
): Promise<ImageAnswer | Problem> {
  try {
    const { result, queueMs } = await answer;
    return result.kind === "refused" ? imageProblem(result) : { ...result, queueMs };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function admitOrRefuse(
  upload: Upload,
  model: string,
  { limits, explain, client }: SubmitOptions,
): PoolTask<ClassifyJob> | Problem {
  if (upload.bytes instanceof Problem) return upload.bytes;
  try {
    const { width, height } = admitImage(upload.bytes, limits);
    const bytes = wholeBuffer(upload.bytes);
    const job = { model, bytes, ...explain };
    return { job, transfer: [bytes], pixels: width * height, client };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** They are admitted as they are: whoever made them checked their number. */
function pixelsTask(
  { pixels }: Pixels,
  model: string,
  { client }: SubmitOptions,
): PoolTask<ClassifyJob> {
  const count = pixels.byteLength / Float32Array.BYTES_PER_ELEMENT / 3;
  return { job: { model, pixels }, transfer: [pixels], pixels: count, client };
}
