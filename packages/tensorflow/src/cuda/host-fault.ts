/** Explains why CUDA libraries on this machine are not suitable for TensorFlow. */
import { CUDA_13, cudaPart, MINIMUM } from "./cuda-parts.ts";
import type { CudaMachine, CudaToolkit, Cudnn } from "./host-cuda.ts";
import { isAtLeast } from "./version.ts";

/** A clause that names the place; undefined if it is suitable. An unknown version is accepted only with `trust`. */
export function cudnnFault({ place, version }: Cudnn, trust: boolean): string | undefined {
  const cudnn = `cuDNN ${version ?? 9} in ${place}`;
  if (version === undefined) return trust ? undefined : `the version of ${cudnn} is unknown`;
  return isAtLeast(version, MINIMUM.cudnn) ? undefined : `${cudnn} is older than ${MINIMUM.cudnn}`;
}

/** The same for a toolkit on a machine, given the suitable cuDNNs. */
export function toolkitFault(
  toolkit: CudaToolkit,
  { driver, computeCapability }: CudaMachine,
  cudnns: readonly Cudnn[],
  trust: boolean,
): string | undefined {
  const { release, place, version, files } = toolkit;
  const cuda = `CUDA ${release} in ${place}`;
  const missing = requiredFiles(release).filter((name) => !Object.hasOwn(files, name));
  if (missing.length > 0) return `${cuda} lacks ${missing.join(", ")}`;
  if (version === undefined && !trust) return `the version of ${cuda} is unknown`;
  if (version !== undefined && !isAtLeast(version, MINIMUM.cublas)) {
    return `${cuda} has cuBLAS ${version}, older than ${MINIMUM.cublas}`;
  }
  if (release === 12) return undefined;
  if (driver !== undefined && !isAtLeast(driver, CUDA_13.driver)) {
    return `${cuda} needs driver ${CUDA_13.driver} or newer, but this machine has ${driver}`;
  }
  if (computeCapability !== undefined && computeCapability < CUDA_13.computeCapability) {
    return `${cuda} needs a GPU of compute capability ${CUDA_13.computeCapability} or higher, but this machine has ${computeCapability.toFixed(1)}`;
  }
  if (!cudnns.some((cudnn) => (cudnn.release ?? 13) === 13)) {
    return `${cuda} has no matching cuDNN ${MINIMUM.cudnn} or newer`;
  }
  return undefined;
}

/** The files that must be present: the minor parts of CUDA 12 can come from wheels, those of CUDA 13 cannot. */
function requiredFiles(release: CudaToolkit["release"]): readonly string[] {
  const math = cudaPart("math").libraries.map((library) => library.fileNames[release]!);
  return release === 12 ? math : [...math, "libnvJitLink.so.13", "libnvrtc.so.13"];
}
