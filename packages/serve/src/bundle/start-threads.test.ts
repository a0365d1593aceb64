/** How `auto` judges a native engine: by threads that do as the test says, so that none is needed. */
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle/input";
import { DEFAULT_LIMITS } from "@inception-edge/image";
import type { CompiledEngine, EngineChoice } from "@inception-edge/inference";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { readSettings } from "../settings.ts";
import type { GoldenImage, WorkerSetup } from "../worker/job.ts";
import { startThreads } from "./start-threads.ts";

const threads = suite("startThreads()");

const native: CompiledEngine = {
  name: "litert-native",
  variant: "2.3.0",
  why: "installed",
  library: "/opt/libLiteRt.so",
};
const expected = { path: "golden/0.png", inputSha256: "", answers: {} };
const golden: readonly GoldenImage[] = [{ bytes: new ArrayBuffer(0), expected }];

interface Outcome {
  /** Of the setups that threads were given, in their order. */
  readonly engines: readonly EngineChoice[];
  readonly lost: readonly string[];
  readonly error: Error | undefined;
}

/** Starts one thread; a native one fails where `isGood` is false. */
async function outcomeOf(
  ENGINE: string,
  { isGood, images = golden }: { readonly isGood: boolean; readonly images?: typeof golden },
): Promise<Outcome> {
  const engines: EngineChoice[] = [];
  const lost: string[] = [];
  const startWorker = ({ engine }: WorkerSetup): Worker => {
    engines.push(engine);
    const start = engine.name !== "litert-native" || isGood ? "ready" : "throw";
    const workerData = { start, freed: new Int32Array(new SharedArrayBuffer(4)) };
    return new Worker(new URL("../../test/scripted-worker.ts", import.meta.url), { workerData });
  };
  const started = startThreads(
    {
      model: new ArrayBuffer(0),
      role: "tflite-int8",
      input: DEFAULT_INPUT_CONTRACT,
      classes: 2,
      limits: DEFAULT_LIMITS,
      golden: images,
    },
    native,
    {
      settings: readSettings({ WORKERS: "1", ENGINE }),
      startWorker,
      onLost: (reason, _, engine) => lost.push(`${engine} ${reason}`),
    },
  );
  const error = await started.then(
    ({ pool }) => pool.close().then(() => undefined),
    () => rejectionOf(started),
  );
  return { engines, lost, error };
}

threads("takes a native engine that passes", async () => {
  const { engines, error } = await outcomeOf("auto", { isGood: true });
  assert.equal([engines, error], [[native], undefined]);
});

threads("takes WebAssembly in place of one that does not, and tells why", async () => {
  const { engines, lost, error } = await outcomeOf("auto", { isGood: false });
  assert.is(error, undefined);
  assert.equal(lost, ["litert-native ended"]);
  assert.equal(
    engines.map(({ name }) => name),
    ["litert-native", "litert"],
  );
  assert.match(engines[1]!.why, "; litert-native does not serve: no such model");
});

threads("takes WebAssembly where nothing could judge the native engine", async () => {
  const { engines } = await outcomeOf("auto", { isGood: true, images: [] });
  assert.is(engines.length, 1);
  assert.is(engines[0]!.name, "litert");
  assert.match(engines[0]!.why, "no golden images to test it by");
});

threads("refuses a named engine that does not pass", async () => {
  const { engines, error } = await outcomeOf("litert-native", { isGood: false });
  assert.equal(engines, [native]);
  assert.match(error!.message, "no such model");
});

threads.run();
