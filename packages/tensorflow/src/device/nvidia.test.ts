import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hasNvidiaDriver, parseGpus } from "./nvidia.ts";

const nvidia = suite("nvidia");

nvidia("parseGpus() reads a GPU a line", () => {
  const csv =
    "0, GPU-8932f937-d72c, NVIDIA H200, 9.0, 143771, 580.65.06\n1, GPU-11aa, Tesla V100-SXM2-16GB, 7.0, 16384, 535.54.03\n";
  assert.equal(parseGpus(csv), [
    {
      index: 0,
      uuid: "GPU-8932f937-d72c",
      name: "NVIDIA H200",
      computeCapability: 9,
      memoryMegabytes: 143771,
      driver: "580.65.06",
    },
    {
      index: 1,
      uuid: "GPU-11aa",
      name: "Tesla V100-SXM2-16GB",
      computeCapability: 7,
      memoryMegabytes: 16384,
      driver: "535.54.03",
    },
  ]);
});

nvidia("parseGpus() finds none in an error message", () => {
  assert.equal(parseGpus(""), []);
  assert.equal(parseGpus('Field "compute_cap" is not a valid field to query.\n'), []);
  assert.equal(parseGpus("No devices were found\n"), []);
});

nvidia("hasNvidiaDriver() is never true on macOS", () => {
  assert.not(hasNvidiaDriver("darwin"));
});

nvidia.run();
