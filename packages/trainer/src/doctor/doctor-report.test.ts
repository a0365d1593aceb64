import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALL_WHEELS, type Gpu } from "@inception-edge/tensorflow";
import { doctorReport, type Facts } from "./doctor-report.ts";
import { gpuHint } from "./gpu-hint.ts";

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
  device: { kind: "cpu", isRequested: false },
  host: { toolkits: [], cudnns: [] },
  choice: { plan: ALL_WHEELS, refusals: [] },
  unloadable: [],
  usesGpu: false,
};
const h200: Gpu = {
  index: 0,
  uuid: "GPU-1",
  name: "NVIDIA H200",
  computeCapability: 9,
  memoryMegabytes: 143771,
  driver: "580",
};
const onGpu: Facts = {
  ...facts,
  nvidiaDriver: true,
  addon: { ...facts.addon, key: "2.21.0-linux-x64-gpu" },
  gpus: [h200, { ...h200, index: 1 }],
  device: { kind: "gpu", number: 0, count: 2, entry: "0", gpu: h200, isRequested: false },
  linked: ALL_WHEELS,
  usesGpu: true,
};
const unused: Facts = { ...onGpu, usesGpu: false };

doctor("doctorReport() lists library, device, features, precision and how to use a GPU", () => {
  const report = doctorReport(facts).join("\n");
  for (const wanted of [
    /^Library +TensorFlow 2\.21\.0 from PyPI's wheels \(2\.21\.0-linux-x64-cpu\)$/m,
    /^Device +CPU$/m,
    /^CPU features +AVX2, AMX-BF16$/m,
    /^Precision +bf16: the CPU has AMX$/m,
    /^To use a GPU +no NVIDIA driver is visible; .*start install/m,
  ]) {
    assert.match(report, wanted);
  }
  for (const absent of ["CUDA found", "CUDA in use", "A training step", "Not loadable"]) {
    assert.not.match(report, absent);
  }
});

doctor(
  "doctorReport() lists GPUs, CUDA and the step's bound, without a hint, if a GPU is used",
  () => {
    const report = doctorReport(onGpu).join("\n");
    for (const wanted of [
      /^Device +gpu:0 of 2, NVIDIA H200 \(choose another with --device\)$/m,
      /^NVIDIA GPU +1: NVIDIA H200, 143771 MiB, compute capability 9\.0, driver 580$/m,
      /^CUDA found +none$/m,
      /^CUDA in use +CUDA 12\.5 with cuDNN 9\.3 from PyPI's wheels$/m,
      /^Precision +bf16: the GPU is Ampere or newer/m,
      /^A training step +1024 images of 56 px, bf16: .* 20,000 images\/s, as measured on an NVIDIA H200$/m,
    ]) {
      assert.match(report, wanted);
    }
    assert.not.match(report, "To use a GPU");
  },
);

doctor(
  "doctorReport() lists this machine's CUDA, the parts in use, and what cannot be loaded",
  () => {
    const files = { "libcublas.so.13": "/cuda/lib64/libcublas.so.13" };
    const host = {
      toolkits: [{ release: 13, version: "13.1.0.3", place: "/usr/local/cuda-13.0", files }],
      cudnns: [{ version: "9.19.0.56", place: "/usr/lib/x86_64-linux-gnu", files: {} }],
    } as const;
    const own = {
      from: "host",
      place: "/usr/local/cuda-13.0",
      version: "13.1.0.3",
      files,
    } as const;
    const cudnn = { ...own, place: "/usr/lib/x86_64-linux-gnu", version: "9.19.0.56" };
    const parts = {
      ...ALL_WHEELS.parts,
      math: own,
      cudnn,
      nvrtc: own,
      extras: { from: "nowhere" },
    } as const;
    const unloadable = [{ name: "libcudnn.so.9", reason: "cannot open shared object file" }];
    const report = doctorReport({
      ...unused,
      host,
      linked: { release: 13, parts },
      unloadable,
    }).join("\n");
    for (const wanted of [
      /^CUDA found +CUDA 13 \(cuBLAS 13\.1\.0\.3\) in \/usr\/local\/cuda-13\.0; cuDNN 9\.19\.0\.56 in \/usr\/lib/m,
      /^CUDA in use +this machine's CUDA 13 .* and cuDNN 9\.19\.0\.56 .*; from PyPI's wheels libcudart\.so\.12, ptxas and libdevice$/m,
      /^Not loadable +libcudnn\.so\.9: cannot open shared object file$/m,
      /^To use a GPU +libcudnn\.so\.9 cannot be loaded .*; run `pnpm --filter trainer start install`/m,
    ]) {
      assert.match(report, wanted);
    }
  },
);

doctor(
  "doctorReport() explains what would be installed, and why this machine's CUDA is not used",
  () => {
    const { linked: _, ...before } = unused;
    const cpuOnly = { ...before, addon: facts.addon };
    const refusal = "CUDA 12 in /usr/local/cuda-12.4 has cuBLAS 12.4.5, older than 12.5";
    const report = doctorReport({ ...cpuOnly, choice: { plan: ALL_WHEELS, refusals: [refusal] } });
    assert.match(
      report.join("\n"),
      /^CUDA to install +CUDA 12\.5 with cuDNN 9\.3 from PyPI's wheels$/m,
    );
    assert.match(
      report.join("\n"),
      /^Not used +CUDA 12 in \/usr\/local\/cuda-12\.4 has cuBLAS 12\.4\.5/m,
    );

    const own = { from: "host", place: "/usr/local/cuda", files: {} } as const;
    const plan = { ...ALL_WHEELS, parts: { ...ALL_WHEELS.parts, math: own, cudnn: own } };
    const hostUnused = doctorReport({ ...onGpu, choice: { plan, refusals: [] } }).join("\n");
    assert.match(hostUnused, /^Not used +this machine's CUDA, because .*INCEPTION_EDGE_CUDA=host/m);
  },
);

doctor("doctorReport() reports when TensorFlow itself fails", () => {
  const report = doctorReport({ ...unused, failure: "it is ended by a signal" }).join("\n");
  assert.match(
    report,
    /^Device +none: TensorFlow does not work on this machine: it is ended by a signal$/m,
  );
  assert.match(report, /^To use a GPU +.*train with `--device cpu`$/m);
});

doctor("gpuHint() names the first obstacle", () => {
  assert.match(gpuHint({ ...facts, platform: "darwin-arm64" }), "not on darwin-arm64");
  assert.match(gpuHint(facts), "no NVIDIA driver is visible");
  assert.match(gpuHint({ ...unused, environment: { CUDA_VISIBLE_DEVICES: "-1" } }), "hides");
  assert.match(gpuHint({ ...unused, addon: facts.addon }), "has no CUDA support");
  assert.match(gpuHint({ ...unused, gpus: [] }), "nvidia-smi");
  assert.match(gpuHint(unused), "TF_CPP_MIN_LOG_LEVEL=0");
});

doctor(
  "gpuHint() explains that TensorFlow is silent about libnvidia-ml, and names the folder to add",
  () => {
    const reason = "libnvidia-ml.so.1: cannot open shared object file: No such file or directory";
    const unloadable = [{ name: "libnvidia-ml.so.1", reason }];
    const hint = gpuHint({ ...unused, unloadable, foundIn: "/usr/local/nvidia/lib64" });
    assert.match(hint, "without which TensorFlow silently does not use the GPU");
    assert.match(hint, "it is in /usr/local/nvidia/lib64: add that folder to LD_LIBRARY_PATH");
    assert.match(gpuHint({ ...unused, unloadable }), "NVIDIA_DRIVER_CAPABILITIES=compute,utility");
  },
);

doctor("gpuHint() suggests LD_LIBRARY_PATH for a user's own library, and install for ours", () => {
  const unloadable = [{ name: "libcublas.so.12", reason: "no such file" }];
  assert.match(gpuHint({ ...unused, unloadable }), "start install");
  const addon = { ...unused.addon, origin: "LIBTENSORFLOW_DIR" } as const;
  const hint = gpuHint({ ...unused, addon, unloadable, foundIn: "/usr/local/cuda/lib64" });
  assert.match(hint, "it is in /usr/local/cuda/lib64: add that folder to LD_LIBRARY_PATH");
  assert.match(gpuHint({ ...unused, addon, unloadable }), "install the CUDA and cuDNN");
});

doctor.run();
