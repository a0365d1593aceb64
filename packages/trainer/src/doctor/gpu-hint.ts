/** Why TensorFlow leaves a GPU unused, and what to do about it. */
import {
  DRIVER_LIBRARIES,
  hidesGpus,
  mayUseCuda,
  type AddonRecord,
  type UnloadableLibrary,
  type Gpu,
  type Machine,
} from "@inception-edge/tensorflow";

/** What the answer depends on. */
export interface GpuFacts extends Machine {
  readonly addon: AddonRecord;
  /** All that the driver lists, whether TensorFlow uses one or not. */
  readonly gpus: readonly Gpu[];
  /** Of the driver's and CUDA's libraries, those that TensorFlow cannot open. */
  readonly closed: readonly UnloadableLibrary[];
  /** A folder from which the first of them opens. */
  readonly cure?: string;
}

export const INSTALL = "`pnpm --filter trainer start install`";

/** The first obstacle in the order in which they arise. */
export function gpuHint(facts: GpuFacts): string {
  const { platform, environment, nvidiaDriver, gpus, addon, closed } = facts;
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
    return `the library in use has no CUDA; run ${INSTALL}, which gets the one that has (0.6 GB, and 1.9 GB of CUDA where this machine's own does not serve)`;
  }
  const [first] = closed;
  if (first !== undefined) return unloadableHint(first, facts);
  if (gpus.length === 0) {
    return "the driver is there but nvidia-smi lists no GPU; check that `nvidia-smi` runs as this user";
  }
  return "TensorFlow refuses the GPU; `TF_CPP_MIN_LOG_LEVEL=0 pnpm --filter trainer start doctor` shows its reason";
}

function unloadableHint({ name, reason }: UnloadableLibrary, { cure, addon }: GpuFacts): string {
  const isDrivers = DRIVER_LIBRARIES.some((library) => library === name);
  const silence =
    name === "libnvidia-ml.so.1" ? ", without which TensorFlow drops the GPU and says nothing" : "";
  const fault = `${name} does not open (${reason})${silence}`;
  if (!isDrivers && addon.origin === "wheels") {
    return `${fault}; run ${INSTALL}, which links this machine's or gets PyPI's`;
  }
  if (cure !== undefined) return `${fault}; put ${cure} on LD_LIBRARY_PATH, where it is`;
  return isDrivers
    ? `${fault}; it comes with the driver: put its folder on LD_LIBRARY_PATH, or in a container set NVIDIA_DRIVER_CAPABILITIES=compute,utility`
    : `${fault}; install CUDA and cuDNN as the library wants them and put their folder on LD_LIBRARY_PATH`;
}
