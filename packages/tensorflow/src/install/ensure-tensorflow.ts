/** Makes `import("@tensorflow/tfjs-node-gpu")` work. */
import { installTensorFlow } from "./install-tensorflow.ts";
import { userDirectory } from "./library-sources.ts";
import { readAddonRecord, type AddonRecord } from "./linked-addon.ts";
import { userLibrary } from "./tensorflow-library.ts";
import { tfjsPackage } from "./tfjs-package.ts";

/** Environment variables that TensorFlow's library reads once, when it is loaded. */
const settings = {
  TF_CPP_MIN_LOG_LEVEL: "2", // errors only: its notes on CPU features are no use to the user
  TF_FORCE_GPU_ALLOW_GROWTH: "true", // leave the rest of the GPU's memory to others
  // Batch norm in NHWC; without it TensorFlow transposes to NCHW and back: a step of batch 1,024 takes 76 ms instead of 52 on an H200.
  TF_USE_CUDNN_BATCHNORM_SPATIAL_PERSISTENT: "1",
  TF_CUDNN_USE_AUTOTUNE: "0", // cuDNN's own choice was as fast there, and the first step 9 s shorter
} as const;

/**
 * Installs TensorFlow if no addon is linked, or if `LIBTENSORFLOW_DIR` names another library; otherwise returns within
 * milliseconds. It never looks for a better library: a working set-up stays as it is until `installTensorFlow` is called.
 * Call it before importing tfjs-node-gpu.
 */
export async function ensureTensorFlow(
  log: (line: string) => void = console.error,
): Promise<AddonRecord> {
  setTensorFlowEnvironment();
  const linked = readAddonRecord(tfjsPackage().addonPath);
  if (linked !== undefined) {
    const directory = userDirectory(process.env);
    const wanted = directory === undefined ? undefined : (await userLibrary(directory)).key;
    const isUsers = linked.origin === "LIBTENSORFLOW_DIR";
    if (wanted === undefined ? !isUsers : wanted === linked.key) return linked;
  }
  return installTensorFlow(log);
}

/** Sets the variables that the user has not set. Only works in the main thread: a worker has a copy of the environment. */
function setTensorFlowEnvironment(): void {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
}
