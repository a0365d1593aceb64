/**
 * The life of a worker thread: load, warm up, answer the golden images, report that, then one job after another.
 * Every thread runs this self-test, including one that replaces another.
 */
import type { MessagePort } from "node:worker_threads";
import { goldenProblems, hashInput } from "@inception-edge/bundle/input";
import { loadDecoder } from "@inception-edge/image";
import { collectGarbage } from "../collect-garbage.ts";
import type { FromWorker, ToWorker } from "../pool/worker-messages.ts";
import { createClassifier, type Classifier, type Engine } from "./classifier.ts";
import type { Classification, ClassifyJob, WorkerSetup, WorkerStarted } from "./job.ts";

/** Part of `openModel` in `@inception-edge/inference`. */
export type OpenEngine = (
  model: Uint8Array,
  options: { readonly engine: WorkerSetup["engine"] },
) => Promise<Engine>;

/** @throws {Error} when the model does not fit the manifest, or answers a golden image differently than it must */
export async function serveJobs(
  port: MessagePort,
  setup: WorkerSetup,
  openEngine: OpenEngine,
): Promise<void> {
  const { input, limits } = setup;
  // One after the other: while V8 still compiles the engine's code, the decoder takes 460 ms instead of 15.
  const decoder = await loadDecoder({ limits, background: input.background });
  const engine = await openEngine(new Uint8Array(setup.model), { engine: setup.engine });
  const classifier = createClassifier(setup, { decoder, engine });
  await test().catch(async (error: unknown) => {
    await engine.dispose();
    throw error;
  });

  port.on("message", (message: ToWorker<ClassifyJob>) => {
    void (message.kind === "job" ? answer(message.id, message.job) : free());
  });
  post({ kind: "started", started: { engine: engine.engine, golden: setup.golden.length } });
  collectGarbage();

  async function test(): Promise<void> {
    checkShapes(engine, setup);
    // The first run compiles. Golden images are as good a warm-up as any.
    if (setup.golden.length === 0) await engine.run(new Float32Array(input.size ** 2 * 3));
    await answerGolden(classifier, setup);
  }

  async function free(): Promise<void> {
    await engine.dispose();
    post({ kind: "freed" });
  }

  async function answer(id: number, job: ClassifyJob): Promise<void> {
    try {
      const result = await classifier.classify(job, () => post({ kind: "stage", id }));
      post({ kind: "done", id, result });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await engine.dispose(); // The thread will be replaced.
      post({ kind: "failed", id, message });
    }
  }

  function post(message: FromWorker<WorkerStarted, Classification>): void {
    port.postMessage(message);
  }
}

function checkShapes({ input, outputs }: Engine, setup: WorkerSetup): void {
  const { size } = setup.input;
  const channels = setup.camWeights && setup.camWeights.byteLength / 4 / setup.classes;
  const last = outputs[setup.ood ? 3 : 2];
  const faults = [
    ...mismatch("inputs", input.shape, [1, size, size, 3]),
    ...mismatch("scores", outputs[0]?.shape, [1, setup.classes]),
    ...mismatch("logits", outputs[1]?.shape, [1, setup.classes]),
    ...(channels === undefined
      ? []
      : mismatch("feature-map channels", last?.shape.slice(-1), [channels])),
  ];
  if (faults.length > 0)
    throw new Error(`Cannot use the ${setup.role} model: ${faults.join("; ")}`);
}

function mismatch(
  name: string,
  found: readonly number[] | undefined,
  wanted: readonly number[],
): string[] {
  const [actual, expected] = [`[${found?.join(", ")}]`, `[${wanted.join(", ")}]`];
  return actual === expected ? [] : [`its ${name} are ${actual}, the bundle wants ${expected}`];
}

async function answerGolden(classifier: Classifier, { golden, role }: WorkerSetup): Promise<void> {
  const problems: string[] = [];
  for (const { bytes, expected } of golden) {
    let inputSha256 = Promise.resolve("");
    const answer = await classifier.classify({ bytes }, (input) => {
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
