import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cpuTuning } from "./tuning.ts";

const tuning = suite("cpuTuning()");

const [amx, avx] = [{ features: ["AMX-BF16"] }, { features: ["AVX512-BF16"] }] as const;

tuning("cpuTuning() takes products for the gradients of kernels where they are faster", () => {
  assert.equal(cpuTuning("f32", avx).productsUpTo, { 1: Infinity });
  assert.equal(cpuTuning("bf16", amx).productsUpTo, { 1: Infinity });
  assert.equal(cpuTuning("bf16", avx).productsUpTo, { 1: 10, 3: 7, 5: 5 });
});

tuning("cpuTuning() renews Muon's Gram matrix where bfloat16 has rounded it", () => {
  assert.is(cpuTuning("f32", avx).muon.iterationsPerGram, 4);
  assert.is(cpuTuning("bf16", avx).muon.iterationsPerGram, 2);
});

tuning.run();
