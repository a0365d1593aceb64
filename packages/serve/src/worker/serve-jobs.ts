/**
 * The life of a worker thread: load, have every model answer its golden images, report that, then one job after another.
 * Every thread runs this self-test, including one that replaces another.
 */
import type { MessagePort } from "node:worker_threads";
import { loadDecoder, type Decoder, type ExtraCodec } from "@inception-edge/image";
import { StageClock } from "../pool/stage-clock.ts";
import type { FromWorker, ToWorker } from "../pool/worker-messages.ts";
import { freeBytes } from "./free-bytes.ts";
import type { Classification, ClassifyJob, ModelSetup, WorkerSetup, WorkerStarted } from "./job.ts";
import { openClassifier, type OpenClassifier, type OpenEngine } from "./open-classifier.ts";

/** Golden images are JPEGs, as most others: the codec of another format is loaded when its first image comes. */
const FIRST = ["jpeg"] as const;

/**
 * Resolves when the thread takes jobs, or has reported that one of its models is refused.
 *
 * @param extra codecs of formats that not every host has
 */
export async function serveJobs(
  port: MessagePort,
  { models, clock: memory }: WorkerSetup,
  openEngine: OpenEngine,
  extra: readonly ExtraCodec[] = [],
): Promise<void> {
  const decoders = new Map<string, Decoder>();
  const opened = new Map<string, OpenClassifier>();
  for (const setup of models) {
    try {
      // One after the other: while V8 still compiles the engine's code, the decoder takes 460 ms instead of 8.
      const decoder = await decoderFor(setup);
      opened.set(setup.id, await openClassifier(setup, decoder, openEngine));
    } catch (error) {
      await dispose();
      const message = error instanceof Error ? error.message : String(error);
      post({ kind: "refused", model: setup.id, message });
      return;
    }
  }

  const clock = new StageClock(memory);
  let last = Promise.resolve();
  port.on("message", (message: ToWorker<ClassifyJob>) => {
    // A job may be sent ahead, while the one before is being done.
    last = last.then(() => (message.kind === "job" ? answer(message.id, message.job) : free()));
  });
  const started = models.map(({ id, golden }) => ({
    engine: opened.get(id)!.engine.engine,
    golden: golden.length,
  }));
  post({ kind: "started", started });

  /** One for all models that lay the same background behind transparent pixels. */
  async function decoderFor({ input: { background }, limits }: ModelSetup): Promise<Decoder> {
    const key = background.join();
    const decoder =
      decoders.get(key) ?? (await loadDecoder({ limits, background, extra, formats: FIRST }));
    decoders.set(key, decoder);
    return decoder;
  }

  async function free(): Promise<void> {
    await dispose();
    post({ kind: "freed" });
  }

  async function answer(id: number, job: ClassifyJob): Promise<void> {
    try {
      const { classifier } = opened.get(job.model)!;
      const result = await classifier.classify(job, () => clock.advance(id));
      if ("bytes" in job) freeBytes(new Uint8Array(job.bytes));
      post({ kind: "done", id, result });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await dispose(); // The thread will be replaced.
      post({ kind: "failed", id, message });
    }
  }

  async function dispose(): Promise<void> {
    await Promise.all([...opened.values()].map(({ engine }) => engine.dispose()));
  }

  function post(message: FromWorker<readonly WorkerStarted[], Classification>): void {
    port.postMessage(message);
  }
}
