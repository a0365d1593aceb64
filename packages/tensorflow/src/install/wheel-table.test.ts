import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALL_WHEELS, cudaWheels } from "../cuda/cuda-plan.ts";
import { isKept, packageOf, pinnedVersions, requirementsFile, WHEEL_SETS } from "./wheel-table.ts";

const table = suite("wheel table");

function requirements(file: string): readonly string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

table("requirementsFile() pins every wheel by version and sha256", () => {
  for (const set of WHEEL_SETS) {
    const lines = requirements(requirementsFile(set));
    assert.ok(lines.length > 0, set.name);
    for (const line of lines) {
      assert.match(line, /^[a-z0-9-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/, set.name);
    }
    assert.ok(
      lines.some((line) => /^tensorflow(-cpu)?==/.test(line)),
      set.name,
    );
    assert.is(
      lines.some((line) => line.startsWith("nvidia-")),
      set.gpu,
      set.name,
    );
  }
});

table("requirementsFile() names the TensorFlow that the table names", () => {
  for (const set of WHEEL_SETS) {
    const line = requirements(requirementsFile(set)).find((text) => text.startsWith("tensorflow"));
    assert.is(/==([\d.]+)/.exec(line ?? "")?.[1], set.version);
  }
});

table("requirementsFile() pins the packages of the tables, and no others", () => {
  for (const set of WHEEL_SETS) {
    const wheels = [set.wheel, ...(set.gpu ? cudaWheels(ALL_WHEELS) : [])];
    assert.equal(
      requirements(requirementsFile(set)).map(packageOf).toSorted(),
      wheels.map((wheel) => wheel.package).toSorted(),
    );
  }
});

table("isKept() keeps what a C program builds and runs with", () => {
  for (const path of [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.2.dylib",
    "tensorflow/include/tensorflow/c/c_api.h",
    "tensorflow/include/tensorflow/c/eager/c_api.h",
    "tensorflow/include/tensorflow/core/platform/ctstring_internal.h",
    "tensorflow/include/tsl/platform/ctstring.h",
    "tensorflow/include/xla/tsl/c/tsl_status.h",
    "nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9",
    "nvidia/cuda_nvrtc/lib/libnvrtc-builtins.so.12.5",
    "nvidia/cuda_nvcc/bin/ptxas",
    "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc",
    "nvidia/cusolver/lib/libcusolver.so.11",
  ]) {
    assert.ok(isKept(path), path);
  }
});

table("isKept() leaves Python and C++ behind", () => {
  for (const path of [
    "tensorflow/__init__.py",
    "tensorflow/python/_pywrap_tensorflow_internal.so",
    "tensorflow/include/tensorflow/core/framework/op.h",
    "tensorflow/include/Eigen/Core",
    "nvidia/cublas/include/cublas.h",
    "nvidia/cuda_nvcc/nvvm/lib64/libnvvm.so",
    "tensorflow-2.21.0.dist-info/METADATA",
  ]) {
    assert.not(isKept(path), path);
  }
});

table("pinnedVersions() are those of the chosen wheels, with their checksums", () => {
  const text =
    "# CUDA\ntensorflow==2.21.0 --hash=sha256:90\nnvidia-cublas-cu12==12.5 --hash=sha256:ca\n";
  const chosen = [{ package: "nvidia-cublas-cu12", folder: "nvidia/cublas", megabytes: 363 }];
  assert.is(pinnedVersions(text, chosen), "nvidia-cublas-cu12==12.5 --hash=sha256:ca\n");
});

table.run();
