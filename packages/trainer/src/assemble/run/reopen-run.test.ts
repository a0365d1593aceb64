import { suite } from "uvu";
import * as assert from "uvu/assert";
import { smoke } from "../../recipes/smoke.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { continuedConfig } from "./reopen-run.ts";

const reopen = suite("continuedConfig()");

const config: RunConfig = {
  schemaVersion: 1,
  created: "2026-11-27T21:40:28.500Z",
  recipe: smoke,
  precision: "bf16",
  seed: 7,
  dataset: { name: "demo", root: "/demo", fingerprint: "f", decoder: "d", storedSize: 64 },
  split: { heldOutFraction: 0.1, limitPerClass: null, exclude: [] },
  library: "tensorflow-cpu 2.21.0",
};
const state = { epoch: 1, stepInEpoch: 0, step: 30, best: null } as unknown as TrainingState;

reopen(
  "continuedConfig() changes the precision, but not to f16: checkpoints have no loss scale",
  () => {
    assert.is(continuedConfig(config, { precision: "f32" }, state).precision, "f32");
    assert.throws(
      () => continuedConfig(config, { precision: "f16" }, state),
      /^Cannot continue in f16: the run's checkpoints are of a training in bf16 and have no loss scale; leave out --precision, or start a new run$/,
    );
    assert.is(continuedConfig(config, { precision: "f16" }, undefined).precision, "f16");
    const half = { ...config, precision: "f16" } as const;
    assert.is(continuedConfig(half, {}, state).precision, "f16");
    assert.is(continuedConfig(half, { precision: "bf16" }, state).precision, "bf16");
  },
);

reopen.run();
