/** Describes the CUDA libraries that were found and those that are used. */
import { CUDA_PARTS } from "./cuda-parts.ts";
import type { CudaPlan } from "./cuda-plan.ts";
import type { HostCuda } from "./host-cuda.ts";

/** "this machine's CUDA 13 (cuBLAS 13.1.0.3 in …), cuDNN 9.19.0.56 (in …); libcudart.so.12 from PyPI's wheels". */
export function describePlan({ release, parts }: CudaPlan): string {
  const { math, cudnn } = parts;
  const own = [
    ...(math.from === "host"
      ? [`CUDA ${release} (cuBLAS ${math.version ?? "of an unknown version"}, in ${math.place})`]
      : []),
    ...(cudnn.from === "host" ? [`cuDNN ${cudnn.version ?? 9} (in ${cudnn.place})`] : []),
  ];
  const wheels = CUDA_PARTS.filter(({ name }) => parts[name].from === "wheels");
  const titles = wheels.map(({ title }) => title).join(", ");
  if (own.length === 0) return "CUDA 12.5 with cuDNN 9.3 from PyPI's wheels";
  const rest = wheels.length === 0 ? "" : `; from PyPI's wheels ${titles}`;
  return `this machine's ${own.join(" and ")}${rest}`;
}

/** The CUDA libraries on this machine, whether used or not. */
export function describeHost({ toolkits, cudnns }: HostCuda): string {
  const found = [
    ...toolkits.map(
      ({ release, version, place }) =>
        `CUDA ${release}${version === undefined ? "" : ` (cuBLAS ${version})`} in ${place}`,
    ),
    ...cudnns.map(({ version, place }) => `cuDNN ${version ?? 9} in ${place}`),
  ];
  return found.length === 0 ? "none" : found.join("; ");
}
