/**
 * The life of a worker thread: load, warm up, answer the golden pictures, say so, then one job after another.
 * Every thread proves itself, also one that replaces another.
 */
import type { MessagePort } from "node:worker_threads";
import { loadDecoder } from "@inception-edge/image";
import { collectGarbage } from "../collect-garbage.ts";
import { goldenProblems, hashInput } from "@inception-edge/model/input";
import type { FromWorker, ToWorker } from "../pool/worker-messages.ts";
import type { Classification, ClassifyJob, WorkerSetup, WorkerStarted } from "./job.ts";
import { createClassifier } from "./classifier.ts";
import type { Classifier, Engine } from "./classifier.ts";

export type OpenEngine = (
  model: Uint8Array,
  options: { readonly engine: WorkerSetup["engine"] },
) => Promise<Engine>;

/** @throws {Error} when the model is not the manifest's, or answers a golden picture otherwise than it must */
export async function serveJobs(
  port: MessagePort,
  setup: WorkerSetup,
  openEngine: OpenEngine,
): Promise<void> {
  const { input, limits } = setup;
  // One after the other: beside the engine, whose code V8 goes on compiling, the decoder takes 460 ms instead of 15.
  const decoder = await loadDecoder({ limits, background: input.background });
  const engine = await openEngine(new Uint8Array(setup.model), { engine: setup.engine });
  checkShapes(engine, setup);
  // The first run compiles. Golden pictures are as good a warm-up as any.
  if (setup.golden.length === 0) await engine.run(new Float32Array(input.size ** 2 * 3));
  const classifier = createClassifier(setup, { decoder, engine });
  await answerGolden(classifier, setup);

  port.on("message", ({ id, job }: ToWorker<ClassifyJob>) => {
    void answer(id, job);
  });
  say({ kind: "started", started: { engine: engine.engine, golden: setup.golden.length } });
  collectGarbage();

  async function answer(id: number, job: ClassifyJob): Promise<void> {
    try {
      const result = await classifier.classify(job, () => say({ kind: "stage", id }));
      say({ kind: "done", id, result });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      say({ kind: "failed", id, message });
    }
  }

  function say(message: FromWorker<WorkerStarted, Classification>): void {
    port.postMessage(message);
  }
}

function checkShapes({ input, outputs }: Engine, setup: WorkerSetup): void {
  const { size } = setup.input;
  const channels = setup.camWeights && setup.camWeights.byteLength / 4 / setup.classes;
  const faults = [
    ...mismatch("takes", input.shape, [1, size, size, 3]),
    ...mismatch("answers", outputs[0]?.shape, [1, setup.classes]),
    ...mismatch("answers before the softmax", outputs[1]?.shape, [1, setup.classes]),
    ...(channels === undefined
      ? []
      : mismatch("explains by", outputs[2]?.shape.slice(-1), [channels])),
  ];
  if (faults.length > 0)
    throw new Error(`Cannot use the ${setup.role} model: ${faults.join("; ")}`);
}

function mismatch(
  what: string,
  found: readonly number[] | undefined,
  wanted: readonly number[],
): string[] {
  const [actual, expected] = [`[${found?.join(", ")}]`, `[${wanted.join(", ")}]`];
  return actual === expected ? [] : [`it ${what} ${actual}, the bundle wants ${expected}`];
}

async function answerGolden(classifier: Classifier, { golden, role }: WorkerSetup): Promise<void> {
  const problems: string[] = [];
  for (const { bytes, expected } of golden) {
    let inputSha256 = Promise.resolve("");
    const answer = await classifier.classify({ bytes, explain: false }, (input) => {
      inputSha256 = hashInput(input);
    });
    if (answer.kind === "refused") problems.push(`${expected.path} is refused: ${answer.message}`);
    else {
      const found = {
        inputSha256: await inputSha256,
        scores: new Float32Array(answer.scores),
      };
      problems.push(...goldenProblems(expected, role, found));
    }
  }
  if (problems.length > 0) throw new Error(`Cannot pass the self-test: ${problems.join("; ")}`);
}
