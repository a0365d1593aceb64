/**
 * The life of a worker thread: load, warm up, answer the golden images, report that, then one job after another.
 * Every thread runs this self-test, including one that replaces another.
 */
import type { MessagePort } from "node:worker_threads";
import { loadDecoder } from "@inception-edge/image";
import { collectGarbage } from "../collect-garbage.ts";
import type { FromWorker, ToWorker } from "../pool/worker-messages.ts";
import { createClassifier, type Engine } from "./classifier.ts";
import type { Classification, ClassifyJob, WorkerSetup, WorkerStarted } from "./job.ts";
import { selfTest } from "./self-test.ts";

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
  await selfTest(classifier, engine, setup).catch(async (error: unknown) => {
    await engine.dispose();
    throw error;
  });

  port.on("message", (message: ToWorker<ClassifyJob>) => {
    void (message.kind === "job" ? answer(message.id, message.job) : free());
  });
  post({ kind: "started", started: { engine: engine.engine, golden: setup.golden.length } });
  collectGarbage();

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
