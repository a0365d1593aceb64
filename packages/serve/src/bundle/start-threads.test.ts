/** How `auto` judges a native engine: by threads that do as the test says, so that none is needed. */
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle/input";
import { DEFAULT_LIMITS } from "@inception-edge/image";
import type { CompiledEngine, EngineChoice } from "@inception-edge/inference";
import { readSettings } from "../settings.ts";
import type { GoldenImage, ModelSetup, WorkerSetup } from "../worker/job.ts";
import { candidateFor, startThreads, type Candidate } from "./start-threads.ts";

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
  /** Why models were given up. */
  readonly refused: readonly string[];
}

/** Starts one thread; a native one fails where `isGood` is false. */
async function outcomeOf(
  ENGINE: string,
  { isGood, images = golden }: { readonly isGood: boolean; readonly images?: typeof golden },
): Promise<Outcome> {
  const engines: EngineChoice[] = [];
  const lost: string[] = [];
  const refused: string[] = [];
  const startWorker = ({ models }: WorkerSetup): Worker => {
    const [{ engine, id }] = models as [ModelSetup];
    engines.push(engine);
    const start = engine.name !== "litert-native" || isGood ? "ready" : "throw";
    return scriptedWorker(start, id);
  };
  const settings = readSettings({ WORKERS: "1", ENGINE });
  const candidate = await candidateFor({ ...setup, golden: images }, native, settings);
  const started = await startThreads([candidate], {
    settings,
    startWorker,
    onLost: (reason, _, engine) => lost.push(`${engine} ${reason}`),
    onRefused: (_, { message }) => refused.push(message),
  });
  await started?.pool.close();
  return { engines, lost, refused };
}

const setup: Omit<ModelSetup, "engine"> = {
  id: "a",
  model: new ArrayBuffer(0),
  role: "tflite-int8",
  input: DEFAULT_INPUT_CONTRACT,
  classes: 2,
  limits: DEFAULT_LIMITS,
  golden,
};

function scriptedWorker(start: "ready" | "throw" | "refuse", model: string): Worker {
  const workerData = { start, model, freed: new Int32Array(new SharedArrayBuffer(4)) };
  return new Worker(new URL("../../test/scripted-worker.ts", import.meta.url), { workerData });
}

threads("takes a native engine that passes", async () => {
  const { engines, refused } = await outcomeOf("auto", { isGood: true });
  assert.equal([engines, refused], [[native], []]);
});

threads("takes WebAssembly in place of one that does not, and tells why", async () => {
  const { engines, lost, refused } = await outcomeOf("auto", { isGood: false });
  assert.equal(refused, []);
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
  const { engines, refused } = await outcomeOf("litert-native", { isGood: false });
  assert.equal(engines, [native]);
  assert.equal(refused, ["no such model"]);
});

/** Three models, of which threads refuse one. */
async function startWithout(
  refused: string,
  candidates: readonly Candidate[],
): Promise<{ readonly served: readonly string[]; readonly given: string[]; starts: string[] }> {
  const given: string[] = [];
  const starts: string[] = [];
  const started = await startThreads(candidates, {
    settings: readSettings({ WORKERS: "1" }),
    startWorker({ models }) {
      starts.push(models.map(({ role }) => role).join(" "));
      const bad = models.find(({ role }) => role === refused);
      return scriptedWorker(bad === undefined ? "ready" : "refuse", bad?.id ?? "");
    },
    onLost: () => {},
    onRefused: (id, { message }) => given.push(`${id}: ${message}`),
  });
  await started?.pool.close();
  const served = started?.models.map(({ candidate }) => candidate.setup.role) ?? [];
  return { served, given, starts };
}

/** The role tells versions of a model apart. */
function version(id: string, role: string, rest: Partial<Candidate> = {}): Candidate {
  return { setup: { ...setup, id, role, engine: native }, isInService: false, ...rest };
}

threads("leave out a model that fails, and serve the others", async () => {
  const all = [version("a", "a1"), version("b", "b1"), version("c", "c1")];
  const { served, given, starts } = await startWithout("b1", all);
  assert.equal(served, ["a1", "c1"]);
  assert.equal(given, ["b: it answers differently"]);
  assert.equal(starts, ["a1 b1 c1", "a1 c1"]);
});

threads("serve the version from before where a new one fails", async () => {
  const before = version("b", "b1", { isInService: true });
  const next = version("b", "b2", { instead: async () => before });
  const { served, given } = await startWithout("b2", [version("a", "a1"), next]);
  assert.equal([served, given], [["a1", "b1"], ["b: it answers differently"]]);
});

threads("are not started for models that are all in service", async () => {
  const before = version("b", "b1", { isInService: true });
  const next = version("b", "b2", { instead: async () => before });
  const same = version("a", "a1", { isInService: true });
  const { served, given, starts } = await startWithout("b2", [same, next]);
  assert.equal([served, given, starts], [[], ["b: it answers differently"], ["a1 b2"]]);
});

threads.run();
