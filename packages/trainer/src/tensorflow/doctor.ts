/**
 * The command `pnpm --filter trainer run doctor`: says what training will run on, and proves that
 * it runs. With `run`, because pnpm has a `doctor` of its own.
 */
import { outliveReaders, requireOpenFiles, wordsOfFailure } from "@inception-edge/cli";
import { readCpu } from "./cpu-features.ts";
import { cudaPlaces } from "./cuda/cuda-places.ts";
import { chooseCuda } from "./cuda/cuda-plan.ts";
import { findClosed } from "./cuda/find-closed.ts";
import { readHostCuda } from "./cuda/host-cuda.ts";
import { laidCuda } from "./cuda/lay-cuda.ts";
import { chooseDevice } from "./device/compute-device.ts";
import { readDevices, useDevice } from "./device/use-device.ts";
import { doctorReport } from "./doctor-report.ts";
import { ensureTensorFlow } from "./ensure-tensorflow.ts";
import { mayUseCuda } from "./linked-addon.ts";
import { cudaMachine } from "./nvidia.ts";
import { probeApart } from "./probe-tensorflow.ts";
import { tfjsPackage } from "./tfjs-package.ts";

outliveReaders();
try {
  requireOpenFiles();
  const addon = await ensureTensorFlow();
  const machine = await readDevices();
  const device = chooseDevice(undefined, machine);
  useDevice(device);
  const hasCuda = addon.origin === "wheels" && mayUseCuda(addon);
  const looksForGpu = machine.nvidiaDriver || hasCuda;
  const host = await readHostCuda(looksForGpu ? await cudaPlaces() : []);
  const probe = await probeApart();
  const lines = doctorReport({
    ...machine,
    node: process.version,
    addon,
    addonPath: tfjsPackage().addonPath,
    cpu: await readCpu(),
    device,
    ...(looksForGpu ? await findClosed(addon) : { closed: [] }),
    host,
    choice: chooseCuda(host, cudaMachine(machine.gpus)),
    ...(hasCuda && { laid: await laidCuda(addon.directory) }),
    ...probe,
  });
  console.log(lines.join("\n"));
  if (probe.failure !== undefined) process.exitCode = 1;
} catch (error) {
  console.error(wordsOfFailure(error));
  process.exitCode = 1;
}
