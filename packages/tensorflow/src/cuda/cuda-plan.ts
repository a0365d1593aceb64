/**
 * Decides where each part of CUDA comes from: this machine's own libraries where they are suitable, PyPI's wheels for
 * the rest, so that as little as possible is downloaded. Pure.
 */
import type { Wheel } from "../install/wheel-table.ts";
import { CUDA_PARTS, cudaPart, type CudaPartName, type CudaRelease } from "./cuda-parts.ts";
import type { CudaSetting } from "./cuda-setting.ts";
import type {
  CudaMachine,
  CudaToolkit,
  CudaTools,
  Cudnn,
  HostCuda,
  LibraryFiles,
} from "./host-cuda.ts";
import { cudnnFault, toolkitFault } from "./host-fault.ts";

/** Where a part comes from; only an optional part may be left out ("nowhere"). */
export type CudaSource = { readonly from: "wheels" | "nowhere" } | HostSource;

/** This machine's own files of a part. */
export interface HostSource {
  readonly from: "host";
  readonly place: string;
  readonly version?: string;
  readonly files: LibraryFiles;
  readonly tools?: CudaTools;
}

/** The source of every part. */
export interface CudaPlan {
  readonly release: CudaRelease;
  readonly parts: Readonly<Record<CudaPartName, CudaSource>>;
}

/** A plan, and why this machine's other CUDA libraries are not used. */
export interface CudaChoice {
  readonly plan: CudaPlan;
  /** One clause for each installation that is not used. */
  readonly refusals: readonly string[];
}

const WHEELS: CudaSource = { from: "wheels" };

/** All of CUDA 12.5 from wheels. */
export const ALL_WHEELS: CudaPlan = {
  release: 12,
  parts: {
    runtime: WHEELS,
    math: WHEELS,
    cudnn: WHEELS,
    nvrtc: WHEELS,
    tools: WHEELS,
    extras: WHEELS,
  },
};

/**
 * Chooses the plan with the smallest download. Ties go to CUDA 12, whose libraries have the names that TensorFlow loads.
 * @throws {Error} with the reasons, when `setting` is "host" and this machine's libraries are not suitable.
 */
export function chooseCuda(
  host: HostCuda,
  machine: CudaMachine,
  setting?: CudaSetting,
): CudaChoice {
  if (setting === "wheels") return { plan: ALL_WHEELS, refusals: [] };
  const refusals: string[] = [];
  const isSuitable = (fault: string | undefined): boolean => {
    if (fault !== undefined) refusals.push(fault);
    return fault === undefined;
  };
  const trust = setting === "host";
  const cudnns = host.cudnns.filter((cudnn) => isSuitable(cudnnFault(cudnn, trust)));
  const toolkits = host.toolkits.filter((toolkit) =>
    isSuitable(toolkitFault(toolkit, machine, cudnns, trust)),
  );

  const plans = [
    ...toolkits.map((toolkit) => planWithToolkit(toolkit, cudnns)),
    planWithoutToolkit(cudnns),
  ];
  const allowed =
    setting === "host"
      ? plans.filter(({ parts }) => parts.math.from === "host" && parts.cudnn.from === "host")
      : [...plans, ALL_WHEELS];
  const [plan] = allowed.toSorted(
    (a, b) => downloadMegabytes(a) - downloadMegabytes(b) || a.release - b.release,
  );
  if (plan !== undefined) return { plan, refusals };
  const reasons = refusals.length > 0 ? refusals : ["no CUDA 12 or 13 with cuDNN 9 was found"];
  throw new Error(
    `Cannot use this machine's CUDA: ${reasons.join("; ")}; add the folder of a suitable one to LD_LIBRARY_PATH, or unset INCEPTION_EDGE_CUDA`,
  );
}

/** The wheels that a plan needs. */
export function cudaWheels({ parts }: CudaPlan): readonly Wheel[] {
  return CUDA_PARTS.filter(({ name }) => parts[name].from === "wheels").flatMap(
    ({ wheels }) => wheels,
  );
}

/** Whether a plan uses any of this machine's own libraries. */
export function usesHost({ parts }: CudaPlan): boolean {
  return CUDA_PARTS.some(({ name }) => parts[name].from === "host");
}

function downloadMegabytes(plan: CudaPlan): number {
  return cudaWheels(plan).reduce((sum, { megabytes }) => sum + megabytes, 0);
}

/** The plan that uses a toolkit, and a cuDNN of this machine if one matches it. */
function planWithToolkit(
  { release, place, version, files, tools }: CudaToolkit,
  cudnns: readonly Cudnn[],
): CudaPlan {
  const part = (name: CudaPartName, otherwise: CudaSource): CudaSource => {
    const pattern = cudaPart(name).files;
    const own = Object.entries(files).filter(([file]) => pattern.test(file));
    if (own.length === 0) return otherwise;
    return { from: "host", place, ...(version && { version }), files: Object.fromEntries(own) };
  };
  return {
    release,
    parts: {
      runtime: part("runtime", WHEELS),
      math: part("math", WHEELS),
      cudnn: cudnnSource(cudnns, { release, place }),
      nvrtc: part("nvrtc", WHEELS),
      tools: tools ? { from: "host", place, files: {}, tools } : WHEELS,
      extras: part("extras", { from: "nowhere" }),
    },
  };
}

/** The plan that takes all but cuDNN from wheels, and cuDNN from this machine if it has one. */
function planWithoutToolkit(cudnns: readonly Cudnn[]): CudaPlan {
  const cudnn = cudnnSource(cudnns, { release: 12 });
  return { ...ALL_WHEELS, parts: { ...ALL_WHEELS.parts, cudnn } };
}

/** The cuDNN beside the toolkit, else the first one; never one that was built for the other release. */
function cudnnSource(
  cudnns: readonly Cudnn[],
  { release, place }: { readonly release: CudaRelease; readonly place?: string },
): CudaSource {
  const fitting = cudnns.filter((cudnn) => (cudnn.release ?? release) === release);
  const best = fitting.find((cudnn) => cudnn.place === place) ?? fitting[0];
  if (best === undefined) return WHEELS;
  const { version, files } = best;
  return { from: "host", place: best.place, ...(version && { version }), files };
}
