/** TensorFlow with CUDA: its wheel, and CUDA's libraries from this machine where they serve, else from wheels. */
import { isDeepStrictEqual } from "node:util";

import { nvidiaMachine } from "../nvidia.ts";
import type { TensorFlowLibrary } from "../tensorflow-library.ts";
import { cachedWheelLibrary, installWheelLibrary } from "../wheel-library.ts";
import type { InstallOptions } from "../wheel-library.ts";
import type { WheelSet } from "../wheel-table.ts";
import { cudaPlaces } from "./cuda-places.ts";
import { ALL_WHEELS, chooseCuda } from "./cuda-plan.ts";
import { cudaSetting } from "./cuda-setting.ts";
import { describePlan } from "./describe-cuda.ts";
import { readHostCuda } from "./host-cuda.ts";
import { laidCuda } from "./lay-cuda.ts";
import { closedCudaLibraries } from "./open-libraries.ts";

/**
 * The library as it is in the cache if that is still the choice, else put together anew from what the cache has and
 * what it lacks. Whole sets of wheels in the cache stay, until `INCEPTION_EDGE_CUDA` is "host".
 */
export async function provideGpuLibrary(
  wheels: WheelSet,
  options: InstallOptions,
): Promise<TensorFlowLibrary> {
  const setting = cudaSetting(process.env);
  const cached = cachedWheelLibrary(wheels, options.root);
  const laid = cached && (await laidCuda(cached.directory));
  if (cached && setting !== "host" && isDeepStrictEqual(laid, ALL_WHEELS)) return cached;

  const host = await readHostCuda(await cudaPlaces());
  const { plan, refusals } = chooseCuda(host, await nvidiaMachine(), setting);
  const isLaid = cached !== undefined && isDeepStrictEqual(laid, plan);
  if (!isLaid) {
    for (const refusal of refusals) options.log(`Not used: ${refusal}`);
    options.log(`CUDA: ${describePlan(plan)}`);
  }
  const library = isLaid ? cached : await installWheelLibrary(wheels, options, plan);
  if (isDeepStrictEqual(plan, ALL_WHEELS)) return library;

  const [closed] = await closedCudaLibraries({ lib: library.layout.lib });
  if (closed === undefined) return library;
  const fault = `this machine's CUDA: ${closed.name} does not open (${closed.reason})`;
  if (setting === "host") throw new Error(`Cannot use ${fault}; unset INCEPTION_EDGE_CUDA`);
  options.log(`Not used: ${fault}`);
  options.log(`CUDA: ${describePlan(ALL_WHEELS)}`);
  return installWheelLibrary(wheels, options, ALL_WHEELS);
}
