import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kernelKind } from "./kernel-kinds.ts";
import { describeTrace, summarizeTrace } from "./trace-summary.ts";

const test = suite("summarizeTrace()");

/** Nanoseconds since 1970, as CUPTI counts: too large for a double. */
const BASE = 1_795_761_897_932_519_861n;
const MS = 1_000_000n;

/** Lines of the tracer, times in ms from BASE. */
function trace(
  ...records: readonly (readonly [start: number, end: number, name: string])[]
): string {
  return records.map(([start, end, name]) => `${at(start)}\t${at(end)}\t${name}\n`).join("");
}

function at(ms: number): bigint {
  return BASE + BigInt(ms) * MS;
}

const CROP = "tensorflow::ProjectiveGenerator<float>";
const steps = trace(
  [0, 4, "of a step that began before the trace"],
  [10, 11, CROP],
  [11, 15, "cudnn::pooling_fw_kernel_max_nhwc"],
  [13, 17, "sm90_xmma_fprop_bf16"],
  [20, 21, CROP],
  [21, 23, "cudnn::pooling_fw_kernel_max_nhwc"],
  [24, 28, "sm90_xmma_fprop_bf16"],
  [30, 31, CROP],
  [31, 33, "of a step that the trace does not see the end of"],
);

test("summarizeTrace() takes the mean of whole steps", () => {
  const { steps: count, stepMs, launches, kinds } = summarizeTrace(steps);
  assert.is(count, 2);
  assert.is(stepMs, 10);
  assert.is(launches, 3);
  assert.equal(kinds, [
    { name: "convolutions and products", launches: 1, ms: 4 },
    { name: "pooling", launches: 1, ms: 3 },
    { name: "elementwise, other", launches: 1, ms: 1 },
  ]);
});

test("summarizeTrace() counts what overlaps once", () => {
  assert.is(summarizeTrace(steps).busyMs, (7 + 7) / 2);
});

test("summarizeTrace() drops records without times", () => {
  const { kinds } = summarizeTrace(
    `0\t0\tmemcpy\n${BASE}\t0\tmemcpy\n${steps}# CUPTI says something\n`,
  );
  assert.not(kinds.some(({ name }) => name === "copies and fills"));
  assert.is(summarizeTrace(`0\t0\tmemcpy\n${steps}`).stepMs, 10);
});

test("summarizeTrace() says why there is nothing to tell", () => {
  assert.throws(
    () => summarizeTrace("# CUPTI says CUPTI_ERROR_INSUFFICIENT_PRIVILEGES\n"),
    /0 records, and no whole step; # CUPTI says CUPTI_ERROR_INSUFFICIENT_PRIVILEGES/,
  );
  assert.throws(() => summarizeTrace(trace([0, 1, CROP])), /trace for longer/);
});

test("describeTrace() gives the share of time at work", () => {
  assert.match(
    describeTrace(summarizeTrace(steps)),
    /2 in the trace: 10\.0 ms, at work for 7\.0 \(70 %\), 3 launches/,
  );
});

const KINDS = [
  ["memset", "copies and fills"],
  ["_ZN5cudnn26pooling_bw_max_nhwc_kernelI13__nv_bfloat16fLi3EEE", "pooling"],
  ["_ZN5cudnn31batchnorm_bwtr_nhwc_semiPersistI13__nv_bfloat16fS1_EEE", "batch norm"],
  [
    "_ZN17cutlass__5x_cudnn6KernelI72cutlass_tensorop_bf16_s16816fprop_optimizedEE",
    "convolutions and products",
  ],
  ["_ZN10tensorflow7functor18BiasGradNHWC_SharedAtomicsIN5Eigen8bfloat16EEE", "bias gradients"],
  ["_ZN10tensorflow7functor15RowReduceKernelIPKN5Eigen8bfloat16EEE", "reductions"],
  [
    "_ZN5Eigen8internal15EigenMetaKernelINS_15TensorEvaluatorIKNS_8bfloat16EEE",
    "elementwise, bf16",
  ],
  ["_ZN5Eigen8internal15EigenMetaKernelINS_15TensorEvaluatorIKNS_4halfEEE", "elementwise, f16"],
  ["_ZN5Eigen8internal15EigenMetaKernelINS_15TensorEvaluatorIKfEEE", "elementwise, other"],
] as const;

test("kernelKind() tells kernels of an H200's trace apart", () => {
  for (const [name, kind] of KINDS) assert.is(kernelKind(name), kind, name);
});

test.run();
