/** Explains why TensorFlow does not use a GPU, and what to do about it. */
import {
  DRIVER_LIBRARIES,
  hidesGpus,
  mayUseCuda,
  type AddonRecord,
  type UnloadableLibrary,
  type Gpu,
  type Machine,
} from "@inception-edge/tensorflow";

/** The facts that the explanation depends on. */
export interface GpuFacts extends Machine {
  readonly addon: AddonRecord;
  /** All GPUs that the driver lists, whether TensorFlow uses one or not. */
  readonly gpus: readonly Gpu[];
  /** The driver's and CUDA's libraries that TensorFlow cannot load. */
  readonly unloadable: readonly UnloadableLibrary[];
  /** A folder from which the first of them can be loaded. */
  readonly foundIn?: string;
}

/** The command that installs TensorFlow. */
export const INSTALL = "`pnpm --filter trainer start install`";

/** The first obstacle, in the order in which they arise. */
export function gpuHint(facts: GpuFacts): string {
  const { platform, environment, nvidiaDriver, gpus, addon, unloadable } = facts;
  if (platform !== "linux-x64") {
    return `not on ${platform}: TensorFlow's CUDA wheels exist for Linux x64 only`;
  }
  if (!nvidiaDriver) {
    return `no NVIDIA driver is visible; install one (525 or newer; in a container, run it with \`--gpus all\`), then run ${INSTALL}`;
  }
  if (hidesGpus(environment)) {
    return `CUDA_VISIBLE_DEVICES="${environment["CUDA_VISIBLE_DEVICES"]}" hides the GPUs; unset it, then run ${INSTALL}`;
  }
  if (!mayUseCuda(addon)) {
    return `the installed TensorFlow has no CUDA support; run ${INSTALL} to get one that has (0.6 GB, and 1.9 GB for CUDA if this machine's own is not suitable)`;
  }
  const [first] = unloadable;
  if (first !== undefined) return unloadableHint(first, facts);
  if (gpus.length === 0) {
    return "a driver is installed, but nvidia-smi lists no GPU; check that `nvidia-smi` runs as this user";
  }
  return "TensorFlow does not use the GPU; run `TF_CPP_MIN_LOG_LEVEL=0 pnpm --filter trainer start doctor` to see why";
}

function unloadableHint({ name, reason }: UnloadableLibrary, { foundIn, addon }: GpuFacts): string {
  const isDrivers = DRIVER_LIBRARIES.some((library) => library === name);
  const silence =
    name === "libnvidia-ml.so.1" ? ", without which TensorFlow silently does not use the GPU" : "";
  const fault = `${name} cannot be loaded (${reason})${silence}`;
  if (!isDrivers && addon.origin === "wheels") {
    return `${fault}; run ${INSTALL}, which links this machine's library or downloads PyPI's`;
  }
  if (foundIn !== undefined)
    return `${fault}; it is in ${foundIn}: add that folder to LD_LIBRARY_PATH`;
  return isDrivers
    ? `${fault}; it comes with the driver: add its folder to LD_LIBRARY_PATH, or in a container set NVIDIA_DRIVER_CAPABILITIES=compute,utility`
    : `${fault}; install the CUDA and cuDNN that the library needs, and add their folders to LD_LIBRARY_PATH`;
}
