/**
 * TensorFlow's C library for Node: installs it, builds tfjs-node's addon against it, and runs a graph on a thread of its
 * own, on the CPU or an NVIDIA GPU. Build graphs with `@inception-edge/tensorflow/graph` and `/ops`. It knows no
 * particular network.
 *
 * @example
 * ```ts
 * import { ensureTensorFlow, importTensorFlow } from "@inception-edge/tensorflow";
 *
 * await ensureTensorFlow();
 * const tf = await importTensorFlow();
 * console.log(tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]); // 11
 * ```
 *
 * @module
 */
export { cudaPlaces } from "./cuda/cuda-places.ts";
export {
  ALL_WHEELS,
  chooseCuda,
  usesHost,
  type CudaChoice,
  type CudaPlan,
} from "./cuda/cuda-plan.ts";
export { describeHost, describePlan } from "./cuda/describe-cuda.ts";
export { findUnloadable } from "./cuda/find-unloadable.ts";
export { readHostCuda, type HostCuda } from "./cuda/host-cuda.ts";
export { linkedCuda } from "./cuda/link-cuda.ts";
export { DRIVER_LIBRARIES, type UnloadableLibrary } from "./cuda/loadable-libraries.ts";

export {
  chooseDevice,
  describeGpu,
  parseDevice,
  type ComputeDevice,
  type DeviceRequest,
} from "./device/compute-device.ts";
export { readCpu, type Cpu } from "./device/cpu-features.ts";
export { cudaMachine, hasNvidiaDriver, type Gpu } from "./device/nvidia.ts";
export {
  choosePrecision,
  PRECISIONS,
  precisionTypes,
  type Precision,
  type PrecisionChoice,
} from "./device/precision.ts";
export { probeInChildProcess, probeTensorFlow } from "./device/probe-tensorflow.ts";
export { findDevice, readDevices, useDevice } from "./device/use-device.ts";

export { buildAddon } from "./install/build-addon.ts";
export { ensureTensorFlow } from "./install/ensure-tensorflow.ts";
export { installTensorFlow } from "./install/install-tensorflow.ts";
export { hidesGpus, type Machine } from "./install/library-sources.ts";
export { mayUseCuda, type AddonRecord } from "./install/linked-addon.ts";
export { tfjsPackage } from "./install/tfjs-package.ts";

export { TensorFlowError, startGraphThread, type GraphThread } from "./session/graph-thread.ts";
export { withPlainPath } from "./session/plain-path.ts";
export {
  importTensorFlow,
  openSavedModel,
  type Feeds,
  type FeedValue,
  type Outputs,
} from "./session/saved-model-runner.ts";

export { broadcast } from "./workers/broadcast.ts";
export type { Workers } from "./workers/server-proto.ts";
export { joinWorkers, WorkerLostError, type WorkerGroup } from "./workers/worker-group.ts";
