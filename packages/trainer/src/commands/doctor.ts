/** `doctor`: reports what training will run on, and tests that it works. */
import { parseFlagsOnly } from "@inception-edge/host";
import {
  chooseCuda,
  chooseDevice,
  cudaMachine,
  cudaPlaces,
  ensureTensorFlow,
  findUnloadable,
  linkedCuda,
  mayUseCuda,
  probeInChildProcess,
  readCpu,
  readDevices,
  readHostCuda,
  tfjsPackage,
  useDevice,
} from "@inception-edge/tensorflow";
import { doctorReport } from "../doctor/doctor-report.ts";
import type { Command } from "./command.ts";

export const doctor: Command = {
  summary: "report what training will run on, and how to use the GPU",
  help: `Prints the library, device, CPU, CUDA and precision, runs a small graph, and says why a GPU is not used.

  pnpm --filter trainer start doctor`,
  async run({ args, terminal }) {
    parseFlagsOnly({}, args);
    const addon = await ensureTensorFlow((line) => terminal.line(line));
    const machine = await readDevices();
    const device = chooseDevice(undefined, machine);
    useDevice(device);
    const hasCuda = addon.origin === "wheels" && mayUseCuda(addon);
    const looksForGpu = machine.nvidiaDriver || hasCuda;
    const host = await readHostCuda(looksForGpu ? await cudaPlaces() : []);
    const probe = await probeInChildProcess();
    const report = doctorReport({
      ...machine,
      node: process.version,
      addon,
      addonPath: tfjsPackage().addonPath,
      cpu: await readCpu(),
      device,
      ...(looksForGpu ? await findUnloadable(addon) : { unloadable: [] }),
      host,
      choice: chooseCuda(host, cudaMachine(machine.gpus)),
      ...(hasCuda && { linked: await linkedCuda(addon.directory) }),
      ...probe,
    });
    for (const line of report) terminal.line(line);
    return probe.failure === undefined ? 0 : 1;
  },
};
