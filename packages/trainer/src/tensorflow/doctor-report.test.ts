import { suite } from "uvu";
import * as assert from "uvu/assert";

import { doctorReport, gpuHint } from "./doctor-report.ts";
import type { Facts } from "./doctor-report.ts";

const doctor = suite("doctor report");

const facts: Facts = {
  environment: {},
  platform: "linux-x64",
  nvidiaDriver: false,
  node: "v22.23.3",
  addon: {
    origin: "wheels",
    key: "2.21.0-linux-x64-cpu",
    version: "2.21.0",
    directory: "/cache/2.21.0-linux-x64-cpu",
    library: "/cache/2.21.0-linux-x64-cpu/tensorflow/libtensorflow_cc.so.2",
  },
  addonPath: "/repo/tfjs_binding.node",
  cpu: { name: "Intel Xeon", threads: 2, features: ["AVX2", "AMX-BF16"] },
  gpus: [],
  usesGpu: false,
};
const h200 = { name: "NVIDIA H200", computeCapability: 9, memoryMegabytes: 143771, driver: "580" };
const onGpu: Facts = {
  ...facts,
  nvidiaDriver: true,
  addon: { ...facts.addon, key: "2.21.0-linux-x64-gpu" },
  gpus: [h200],
  usesGpu: true,
};

doctor("doctorReport() says library, device, features, precision and the way to the GPU", () => {
  const report = doctorReport(facts).join("\n");
  for (const wanted of [
    /^Library +TensorFlow 2\.21\.0 from PyPI's wheels \(2\.21\.0-linux-x64-cpu\)$/m,
    /^Device +CPU$/m,
    /^CPU features +AVX2, AMX-BF16$/m,
    /^Precision +bf16: the CPU has AMX$/m,
    /^To use a GPU +no NVIDIA driver is visible; .*tf:install/m,
  ]) {
    assert.match(report, wanted);
  }
});

doctor("doctorReport() has no hint where the GPU is in use", () => {
  const report = doctorReport(onGpu).join("\n");
  assert.match(report, /^Device +GPU: NVIDIA H200$/m);
  assert.match(report, /^Precision +bf16: the GPU is Ampere or newer/m);
  assert.not.match(report, "To use a GPU");
});

doctor("gpuHint() names the first obstacle", () => {
  const unused = { ...onGpu, usesGpu: false };
  assert.match(gpuHint({ ...facts, platform: "darwin-arm64" }), "not on darwin-arm64");
  assert.match(gpuHint(facts), "no NVIDIA driver is visible");
  assert.match(gpuHint({ ...unused, environment: { CUDA_VISIBLE_DEVICES: "-1" } }), "hides");
  assert.match(gpuHint({ ...unused, addon: facts.addon }), "has no CUDA");
  assert.match(gpuHint({ ...unused, gpus: [] }), "nvidia-smi");
  assert.match(gpuHint(unused), "TF_CPP_MIN_LOG_LEVEL=0");
});

doctor.run();
