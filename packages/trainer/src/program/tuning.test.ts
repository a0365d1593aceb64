import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cpuTuning } from "./tuning.ts";

const tuning = suite("cpuTuning()");

tuning("takes products for 1×1 gradients where they are faster", () => {
  const [amx, avx] = [{ features: ["AMX-BF16"] }, { features: ["AVX512-BF16"] }] as const;
  assert.ok(cpuTuning("bf16", amx).pointwiseProducts);
  assert.not(cpuTuning("bf16", avx).pointwiseProducts);
  assert.ok(cpuTuning("f32", avx).pointwiseProducts);
});

tuning.run();
