/// <reference lib="dom" />
/** Entry of a page's worker: opens the bundle that it is told of, then answers one image or frame after another. */
import { prepareInput } from "@inception-edge/bundle/input";
import type { RgbImage } from "@inception-edge/image";
import { answerSetOf, findSetTerms, isOutOfDistribution } from "../classify/doubt.ts";
import { rankClasses } from "../classify/rank-classes.ts";
import { wholeBuffer, type Classified, type StageTimings } from "../worker/job.ts";
import type { Answered, Failed, FromWorker, Refused, Start, ToWorker } from "./messages.ts";
import { openClassifier, type OpenedClassifier } from "./open-classifier.ts";
import { readFrame } from "./read-frame.ts";
import { findPartError } from "./read-part.ts";

/** The part of a dedicated worker's global scope that is used. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer?: readonly Transferable[]): void;
  addEventListener(kind: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const TOP = { top_k: 5, threshold: 0 };
let opened: OpenedClassifier | undefined;

scope.addEventListener("message", ({ data }) => {
  void (data.kind === "start" ? start(data) : answer(data));
});

async function start(message: Start): Promise<void> {
  try {
    opened = await openClassifier(message, (loaded, total) =>
      scope.postMessage({ kind: "progress", loaded, total }),
    );
    scope.postMessage(opened.started);
  } catch (error) {
    const missing = findPartError(error);
    const { message: why } = missing ?? (error as Error);
    const status = missing && { status: missing.status };
    scope.postMessage({ kind: "start-failed", message: why, ...status });
  }
}

async function answer(job: Exclude<ToWorker, Start>): Promise<void> {
  const { id } = job;
  try {
    if (opened === undefined) throw new Error("Cannot classify: nothing was started");
    const answered = await (job.kind === "frame"
      ? answerPixels(id, readFrame(job.frame), opened)
      : answerImage(job, opened));
    const overlay = answered.kind === "answered" ? answered.explanation?.overlay : undefined;
    scope.postMessage(answered, overlay ? [overlay] : []);
  } catch (error) {
    scope.postMessage({ kind: "failed", id, message: (error as Error).message } satisfies Failed);
  }
}

async function answerImage(
  { id, bytes, explain, coverage }: Extract<ToWorker, { kind: "image" }>,
  { classifier, model }: OpenedClassifier,
): Promise<Answered | Refused> {
  const answered = await classifier.classify({ bytes, explain }, () => {});
  if (answered.kind === "refused") return { ...answered, id };
  const terms = coverage === undefined ? undefined : findSetTerms(model, coverage);
  return {
    ...told(id, answered, model),
    ...(terms && { answerSet: answerSetOf(answered, model, terms) }),
    ...explanation(answered, model),
  };
}

async function answerPixels(
  id: number,
  pixels: RgbImage,
  { classifier, model }: OpenedClassifier,
): Promise<Answered> {
  const began = performance.now();
  const input = prepareInput(model.manifest.input, pixels);
  const prepare = performance.now() - began;
  const answered = await classifier.classify({ pixels: wholeBuffer(input) }, () => {});
  if (answered.kind === "refused") throw new Error(answered.message); // never: pixels are no image
  return told(id, { ...answered, timings: { prepare, ...answered.timings } }, model);
}

type Model = OpenedClassifier["model"];

function told(
  id: number,
  answered: Pick<Classified, "scores" | "logits" | "oodScore"> & {
    readonly timings: Partial<StageTimings>;
  },
  model: Model,
): Answered {
  const mark = isOutOfDistribution(answered, model);
  return {
    kind: "answered",
    id,
    predictions: rankClasses(answered, model.manifest.classes, TOP),
    ...(mark !== undefined && { outOfDistribution: mark }),
    timings: { ...answered.timings },
  };
}

function explanation(
  { explained }: Classified,
  { manifest: { classes } }: Model,
): Pick<Answered, "explanation"> {
  if (explained === undefined) return {};
  const { id, label } = classes[explained.classIndex]!;
  return { explanation: { id, label, overlay: explained.overlay } };
}
