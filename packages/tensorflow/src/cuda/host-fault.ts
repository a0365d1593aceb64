/** Why CUDA libraries that are there do not serve TensorFlow. */
import { CUDA_13, cudaPart, MINIMUM } from "./cuda-parts.ts";
import type { CudaMachine, CudaToolkit, Cudnn } from "./host-cuda.ts";
import { isAtLeast } from "./version.ts";

/** A clause that names the place; undefined where it serves. A version that nobody tells is taken on `trust` only. */
export function cudnnFault({ place, version }: Cudnn, trust: boolean): string | undefined {
  const cudnn = `cuDNN ${version ?? 9} in ${place}`;
  if (version === undefined) return trust ? undefined : `${cudnn} does not tell its version`;
  return isAtLeast(version, MINIMUM.cudnn) ? undefined : `${cudnn} is older than ${MINIMUM.cudnn}`;
}

/** The same for a toolkit on a machine, beside the cuDNNs that serve. */
export function toolkitFault(
  toolkit: CudaToolkit,
  { driver, computeCapability }: CudaMachine,
  cudnns: readonly Cudnn[],
  trust: boolean,
): string | undefined {
  const { release, place, version, files } = toolkit;
  const cuda = `CUDA ${release} in ${place}`;
  const lacking = wantedOf(release).filter((name) => !Object.hasOwn(files, name));
  if (lacking.length > 0) return `${cuda} lacks ${lacking.join(", ")}`;
  if (version === undefined && !trust) return `${cuda} does not tell its version`;
  if (version !== undefined && !isAtLeast(version, MINIMUM.cublas)) {
    return `${cuda} has cuBLAS ${version}, older than ${MINIMUM.cublas}`;
  }
  if (release === 12) return undefined;
  if (driver !== undefined && !isAtLeast(driver, CUDA_13.driver)) {
    return `${cuda} needs driver ${CUDA_13.driver} or newer, and this one is ${driver}`;
  }
  if (computeCapability !== undefined && computeCapability < CUDA_13.computeCapability) {
    return `${cuda} needs a GPU of compute capability ${CUDA_13.computeCapability} or more, and this one's is ${computeCapability.toFixed(1)}`;
  }
  if (!cudnns.some((cudnn) => (cudnn.release ?? 13) === 13)) {
    return `${cuda} has no cuDNN ${MINIMUM.cudnn} or newer to go with it`;
  }
  return undefined;
}

/** What has to be there: CUDA 12's lesser parts can come from wheels, CUDA 13's cannot. */
function wantedOf(release: CudaToolkit["release"]): readonly string[] {
  const math = cudaPart("math").libraries.map((library) => library.in[release]!);
  return release === 12 ? math : [...math, "libnvJitLink.so.13", "libnvrtc.so.13"];
}
