import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { MeasuredStep } from "../measured-step.ts";
import { stepTable } from "./table.ts";

const test = suite("stepTable()");

const ours: MeasuredStep = {
  who: "ours",
  mode: "graph",
  device: "NVIDIA H200",
  onGpu: true,
  precision: "bf16",
  optimizer: "muon",
  batch: 1024,
  size: 56,
  steps: 67,
  medianMs: 50,
  p90Ms: 52,
  imagesPerSecond: 20480,
  firstStepMs: 16712,
  firstLoss: 8.7,
  lastLoss: 8.6,
};
const eager: MeasuredStep = { ...ours, who: "pytorch", mode: "eager", medianMs: 80 };
const compiled: MeasuredStep = { ...eager, mode: "compile", medianMs: 40 };

/** The cells of a row under the heads named. */
function cells(table: string, row: number, ...heads: readonly string[]): readonly string[] {
  const lines = table
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.slice(2, -2).split(" | "));
  return heads.map((head) => lines[row + 2]![lines[0]!.indexOf(head)]!);
}

test("stepTable() compares ours with the peer's fastest at the same work", () => {
  const table = stepTable([eager, ours, compiled]);
  assert.match(table, /^On NVIDIA H200:/);
  assert.equal(cells(table, 1, "who", "ms", "images/s", "÷ PyTorch"), [
    "ours",
    "50.0",
    "20,480",
    "0.80",
  ]);
  assert.equal(cells(table, 0, "who", "mode", "÷ PyTorch"), ["pytorch", "eager", ""]);
});

test("stepTable() compares nothing with other work, or with another device", () => {
  for (const other of [
    { batch: 256 },
    { optimizer: "sgd" },
    { precision: "f32" },
    { device: "CPU" },
  ] as const) {
    const table = stepTable([ours, { ...compiled, ...other }]);
    assert.equal(cells(table, 0, "÷ PyTorch"), [""], JSON.stringify(other));
  }
});

test("stepTable() tells what was special, and a loss that is no number", () => {
  const table = stepTable([{ ...ours, note: "TF_GPU_THREAD_MODE=gpu_private", lastLoss: null }]);
  assert.equal(cells(table, 0, "note"), ["TF_GPU_THREAD_MODE=gpu_private; loss not finite"]);
});

test.run();
