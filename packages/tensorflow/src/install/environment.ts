/** Environment variables that TensorFlow's library reads once, when it is loaded. */

const settings = {
  TF_CPP_MIN_LOG_LEVEL: "2", // errors; its notes on CPU features are said better by `doctor`
  TF_FORCE_GPU_ALLOW_GROWTH: "true", // leave the rest of the GPU's memory to others
  // Batch norm in NHWC; without it TensorFlow transposes to NCHW and back: a step of batch 1,024 takes 76 ms instead of 52 on an H200.
  TF_USE_CUDNN_BATCHNORM_SPATIAL_PERSISTENT: "1",
  TF_CUDNN_USE_AUTOTUNE: "0", // cuDNN's own choice proved as fast there, and the first step 9 s shorter
} as const;

/** Sets what the user has not set. In the main thread only: a worker's `process.env` is a copy that C does not see. */
export function setTensorFlowEnvironment(): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}
