import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cpuinfoFlags, featuresOf, readCpu, sysctlFlags } from "./cpu-features.ts";

const features = suite("cpu features");

features("cpuinfoFlags() reads the flags of an x64 CPU", () => {
  const text =
    "processor\t: 0\nmodel name\t: Intel(R) Xeon(R)\nflags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 amx_tile\nbugs\t\t: spectre_v1\n";
  assert.equal(featuresOf(cpuinfoFlags(text)), ["AVX2", "AVX-512", "AVX512-BF16", "AMX-BF16"]);
});

features("cpuinfoFlags() reads the features of an arm64 CPU", () => {
  const text =
    "processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd sve bf16\nCPU part\t: 0xd40\n";
  assert.equal(featuresOf(cpuinfoFlags(text)), ["NEON", "SVE", "ARM-BF16"]);
});

features("cpuinfoFlags() finds none in an empty or foreign file", () => {
  assert.is(cpuinfoFlags("").size, 0);
  assert.equal(featuresOf(cpuinfoFlags("Hardware : BCM2835\n")), []);
});

features("sysctlFlags() reads what macOS has, and not what it lacks", () => {
  const text =
    "hw.optional.arm.FEAT_BF16: 0\nhw.optional.arm.AdvSIMD: 1\nhw.optional.arm.FEAT_SME: 0\n";
  assert.equal(featuresOf(sysctlFlags(text)), ["NEON"]);
});

features("readCpu() knows this machine's threads", async () => {
  assert.ok((await readCpu()).threads >= 1);
});

features.run();
