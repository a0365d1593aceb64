/**
 * Has a second model classify images that a first one has answered, and compares their first classes. Its answers go
 * nowhere but into metrics and judgement. It takes no thread that an image for a client could use, and little of the
 * processor, which even idle threads share: the rest of the comparisons is left out.
 */
import { topK } from "@inception-edge/bundle";
import type { Upload } from "../body/read-uploads.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import type { Pixels } from "../classify/pixels.ts";
import type { ImageAnswer } from "../classify/submit-uploads.ts";
import type { Metrics } from "../observe/metrics.ts";
import { Problem } from "../problem.ts";
import type { Classified } from "../worker/job.ts";
import type { Rollout } from "./rollout.ts";

type Answers = readonly (ImageAnswer | Problem)[];

/** Called with the first model's answers to come, in the order of the inputs; it returns at once. */
export type Compare = (answers: Promise<Answers>) => void;

/**
 * The most of a thread's time that comparing may take. Below a twentieth, since threads share their cores: so few answers
 * have a comparison beside them that their 95th percentile stays as it is (bench/serve-models.bench.ts).
 */
const TIME_SHARE = 0.04;

/** Images that may be kept for it at a time, in bytes: they are copies, since a thread takes what it is sent. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** Compares silently. */
export class Comparisons {
  readonly #rollout: Rollout;
  readonly #metrics: Pick<Metrics, "compared">;
  #keptBytes = 0;
  #isComparing = false;
  /** Before this time there is none. */
  #nextMs = 0;

  constructor(rollout: Rollout, metrics: Pick<Metrics, "compared">) {
    this.#rollout = rollout;
    this.#metrics = metrics;
  }

  /**
   * Called before the first model gets the images.
   * @param second the other model; the one of the two that is not the present one is judged
   */
  begin(first: ServedModel, second: ServedModel, inputs: readonly (Upload | Pixels)[]): Compare {
    const copies = inputs.map((input) => ("pixels" in input ? undefined : this.#copy(input.bytes)));
    return (answers) => {
      void answers
        .catch((): Answers => [])
        // After the answer has been sent.
        .then((given) => setTimeout(() => void this.#compareAll(copies, given, { first, second })));
    };
  }

  #copy(bytes: Upload["bytes"]): ArrayBuffer | undefined {
    if (bytes instanceof Problem || !this.#mayCompare()) return undefined;
    if (this.#keptBytes + bytes.length > MAX_KEPT_BYTES) return undefined;
    this.#keptBytes += bytes.length;
    return new Uint8Array(bytes).buffer;
  }

  #mayCompare(): boolean {
    return !this.#isComparing && performance.now() >= this.#nextMs;
  }

  /** One after another, so that a request of many images asks for one thread. */
  async #compareAll(
    copies: readonly (ArrayBuffer | undefined)[],
    answers: Answers,
    models: Models,
  ): Promise<void> {
    for (const [index, copy] of copies.entries()) {
      const answer = answers[index];
      const keptBytes = copy?.byteLength ?? 0; // A thread takes the buffer, and its length is 0 then.
      if (answer !== undefined && !(answer instanceof Problem))
        await this.#compareOne(copy, answer, models);
      this.#keptBytes -= keptBytes;
    }
  }

  async #compareOne(
    copy: ArrayBuffer | undefined,
    answer: ImageAnswer,
    { first, second }: Models,
  ): Promise<void> {
    const judged = first.id === this.#rollout.plan?.present ? second.id : first.id;
    const start = performance.now();
    const job = this.#mayCompare() && copy && { model: second.id, bytes: copy };
    const silent = job ? second.pool.runIdle(job, [job.bytes]) : undefined;
    if (silent === undefined) {
      this.#metrics.compared(judged, "left_out");
      return;
    }
    this.#isComparing = true;
    const result = await silent.catch(() => undefined);
    this.#isComparing = false;
    this.#nextMs = start + (performance.now() - start) / TIME_SHARE;
    const isFault = result?.kind !== "classified";
    this.#rollout.answered(second.id, isFault);
    if (isFault) {
      this.#metrics.compared(judged, "failed");
      return;
    }
    const isSame = firstClass(first, answer) === firstClass(second, result);
    this.#metrics.compared(judged, isSame ? "same" : "different");
    this.#rollout.compared(judged, isSame);
  }
}

interface Models {
  readonly first: ServedModel;
  readonly second: ServedModel;
}

/** By id: the models' classes may come in another order, or be others. */
function firstClass({ manifest }: ServedModel, { scores }: Pick<Classified, "scores">): string {
  return manifest.classes[topK(new Float32Array(scores), 1)[0]!.classIndex]!.id;
}
