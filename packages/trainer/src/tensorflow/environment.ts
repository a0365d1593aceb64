/** Environment variables that TensorFlow's library reads once, when it is loaded. */

const settings = {
  TF_CPP_MIN_LOG_LEVEL: "2", // errors; its notes on CPU features are said better by `doctor`
  TF_FORCE_GPU_ALLOW_GROWTH: "true", // leave the rest of the GPU's memory to others
} as const;

/** Sets what the user has not set. In the main thread only: a worker's `process.env` is a copy that C does not see. */
export function setTensorFlowEnvironment(): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}
