import { suite } from "uvu";
import * as assert from "uvu/assert";
import { gpuSpecification } from "./gpu-specifications.ts";
import { describeStepBound, stepBound } from "./step-bound.ts";

const bounds = suite("step bound");

/** As nvidia-smi names them, with GB/s and dense teraflops of their data sheets. */
const NAMES = [
  ["NVIDIA H200", 4800, 989],
  ["NVIDIA H200 NVL", 4800, 835],
  ["NVIDIA H100 80GB HBM3", 3350, 989],
  ["NVIDIA H100 PCIe", 2000, 756],
  ["NVIDIA H100 NVL", 3900, 835],
  ["NVIDIA A100-SXM4-80GB", 2039, 312],
  ["NVIDIA A100-SXM4-40GB", 1555, 312],
  ["NVIDIA A100 80GB PCIe", 1935, 312],
  ["NVIDIA A100-PCIE-40GB", 1555, 312],
  ["NVIDIA A40", 696, 149.7],
  ["NVIDIA L4", 300, 121],
  ["NVIDIA L40S", 864, 362],
  ["Tesla T4", 320, 8.1],
  ["Tesla V100-SXM2-16GB", 900, 15.7],
  ["NVIDIA GeForce RTX 4090", 1008, 165.2],
] as const;

function describe(name: string, computeCapability: number): string {
  return describeStepBound({ name, computeCapability });
}

bounds("gpuSpecification() knows GPUs by the names of nvidia-smi", () => {
  for (const [name, gigabytesPerSecond, teraflops] of NAMES) {
    const found = gpuSpecification(name);
    assert.equal(
      [found?.gigabytesPerSecond, found?.teraflops],
      [gigabytesPerSecond, teraflops],
      name,
    );
  }
});

bounds("gpuSpecification() does not take one for another", () => {
  for (const name of [
    "NVIDIA GH200 480GB",
    "NVIDIA A1000",
    "NVIDIA RTX A4000",
    "NVIDIA GeForce RTX 4090 Laptop GPU",
    "NVIDIA GeForce RTX 4090 D",
    "NVIDIA T400",
    "NVIDIA B200",
  ]) {
    assert.is(gpuSpecification(name), undefined, name);
  }
});

bounds("stepBound() follows from an image's arithmetic and bytes and a step's kernels", () => {
  const bound = stepBound(gpuSpecification("NVIDIA H200")!, { batch: 1024, precision: "bf16" });
  assert.is(bound.arithmetic.toFixed(2), "2.52"); // 1,024 · 2.43 GFLOP at 989 TFLOP/s
  assert.is(bound.memory.toFixed(2), "7.04"); // 1,024 · 33 MB at 4,800 GB/s
  assert.is(bound.launches.toFixed(2), "4.40"); // 2,000 · 2.2 µs
  assert.is(bound.expected.toFixed(1), "51.6"); // as measured there
});

bounds("stepBound() grows with the batch, but for what lies between kernels", () => {
  const h200 = gpuSpecification("NVIDIA H200")!;
  const [one, two] = [1024, 2048].map((batch) => stepBound(h200, { batch, precision: "bf16" }));
  assert.is(two!.launches, one!.launches);
  assert.is((two!.expected - one!.expected).toFixed(6), "44.000000");
});

bounds("stepBound() moves twice the bytes in float32", () => {
  const t4 = gpuSpecification("Tesla T4")!;
  const [bf16, f32] = (["bf16", "f32"] as const).map((precision) =>
    stepBound(t4, { batch: 64, precision }),
  );
  assert.is(f32!.memory, 2 * bf16!.memory);
  assert.is(f32!.arithmetic, bf16!.arithmetic);
});

bounds("describeStepBound() states its basis, or that it has none", () => {
  assert.match(
    describe("NVIDIA H200", 9),
    /51\.6 ms or 20,000 images\/s, as measured on an NVIDIA H200$/,
  );
  assert.match(
    describe("NVIDIA L4", 8.9),
    /^1024 images of 56 px, bf16: .* scaled from an NVIDIA H200 by arithmetic and memory bandwidth$/,
  );
  assert.match(describe("Tesla T4", 7.5), /^1024 images of 56 px, f32: /);
  assert.match(describe("NVIDIA B200", 10), /^unknown for NVIDIA B200: /);
});

bounds.run();
