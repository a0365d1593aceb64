import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Cpu } from "./cpu-features.ts";
import { choosePrecision } from "./precision.ts";

const precision = suite("precision");

const cpu: Cpu = { name: "Xeon", threads: 2, features: ["AVX2", "AVX-512"] };
const gpu = { name: "NVIDIA T4", computeCapability: 7.5, memoryMegabytes: 15360, driver: "535" };

precision(
  "choosePrecision() is bf16 on a CPU whose instructions for it were measured to pay",
  () => {
    assert.equal(choosePrecision({ cpu }), {
      precision: "f32",
      reason: "the CPU has neither AMX nor AVX512-BF16",
    });
    for (const [feature, reason] of [
      ["AMX-BF16", "the CPU has AMX"],
      ["AVX512-BF16", "the CPU has AVX512-BF16"],
    ] as const) {
      const chosen = choosePrecision({ cpu: { ...cpu, features: ["AVX2", feature] } });
      assert.equal(chosen, { precision: "bf16", reason });
    }
    assert.is(choosePrecision({ cpu: { ...cpu, features: ["ARM-BF16"] } }).precision, "f32");
  },
);

precision("choosePrecision() is bf16 on a GPU from Ampere on", () => {
  assert.is(choosePrecision({ gpu }).precision, "f32");
  assert.is(choosePrecision({ gpu: { ...gpu, computeCapability: 8 } }).precision, "bf16");
  assert.is(choosePrecision({ gpu: { ...gpu, computeCapability: 9 } }).precision, "bf16");
});

precision("choosePrecision() says why, with the GPU's name", () => {
  assert.is(
    choosePrecision({ gpu }).reason,
    "the GPU is older than Ampere (NVIDIA T4, compute capability 7.5)",
  );
});

precision.run();
