import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readWorkers } from "./read-workers.ts";

const test = suite("readWorkers()");

const workers = "a.local:2222, b.local:2222";
const both = ["a.local:2222", "b.local:2222"];
const tfConfig = (cluster: object, task: object): { readonly TF_CONFIG: string } => ({
  TF_CONFIG: JSON.stringify({ cluster, task }),
});

test("reads flags, TF_CONFIG and the index of a Job", () => {
  assert.is(readWorkers({ environment: {} }), undefined);
  assert.equal(readWorkers({ workers, rank: 1, environment: {} }), { addresses: both, rank: 1 });
  const inJob = { JOB_COMPLETION_INDEX: "1" };
  assert.is(readWorkers({ workers, environment: inJob })!.rank, 1);
  assert.is(readWorkers({ workers, rank: 0, environment: inJob })!.rank, 0);
  const worker = tfConfig({ worker: both }, { type: "worker", index: 1 });
  assert.equal(readWorkers({ environment: worker }), { addresses: both, rank: 1 });
  const chief = tfConfig({ chief: ["c:1"], worker: ["a:1", "b:1"] }, { type: "worker", index: 1 });
  assert.equal(readWorkers({ environment: chief }), { addresses: ["c:1", "a:1", "b:1"], rank: 2 });
  assert.is(readWorkers({ workers, rank: 0, environment: chief })!.addresses.length, 2);
});

test("one worker, and a TF_CONFIG without a cluster, train alone", () => {
  assert.is(readWorkers({ workers: "a:1", rank: 0, environment: {} }), undefined);
  assert.is(readWorkers({ environment: { TF_CONFIG: "{}" } }), undefined);
});

for (const [flags, message] of [
  [{ rank: 1 }, /^Cannot use --rank without --workers$/],
  [{ workers }, /^Cannot tell which of the 2 workers this is; give --rank, 0 to 1$/],
  [{ workers, rank: 2 }, /^Cannot be worker 2: there are 2; want a rank of 0 to 1$/],
  [{ workers: "a:1,b", rank: 0 }, /^Cannot use the worker "b": want host:port/],
  [{ workers: "a:1,a:1", rank: 0 }, /^Cannot use the worker "a:1" twice/],
] as const) {
  test(`refuses ${JSON.stringify(flags)}`, () => {
    assert.throws(() => readWorkers({ ...flags, environment: {} }), message);
  });
}

for (const [environment, message] of [
  [{ TF_CONFIG: "{" }, /^Cannot use TF_CONFIG: it is not JSON/],
  [tfConfig({ worker: both, ps: ["p:1"] }, { type: "worker", index: 0 }), /its cluster has "ps"/],
  [tfConfig({ worker: both }, { type: "evaluator", index: 0 }), /its task is of type "evaluator"/],
  [tfConfig({ worker: both }, { type: "worker" }), /^Cannot be worker NaN: there are 2/],
] as const) {
  test(`refuses ${environment.TF_CONFIG}`, () => {
    assert.throws(() => readWorkers({ environment }), message);
  });
}

test.run();
