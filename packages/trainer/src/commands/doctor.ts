/** `doctor`: what training will run on, and the proof that it runs. */
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
  probeApart,
  readCpu,
  readDevices,
  readHostCuda,
  tfjsPackage,
  useDevice,
} from "@inception-edge/tensorflow";
import { doctorReport } from "../doctor/doctor-report.ts";
import type { Command } from "./command.ts";

export const doctor: Command = {
  summary: "tell what training will run on, and how to get the GPU",
  help: `Prints library, device, CPU, CUDA and precision, runs a small graph on them, and names what keeps a GPU unused.

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
    const probe = await probeApart();
    const report = doctorReport({
      ...machine,
      node: process.version,
      addon,
      addonPath: tfjsPackage().addonPath,
      cpu: await readCpu(),
      device,
      ...(looksForGpu ? await findUnloadable(addon) : { closed: [] }),
      host,
      choice: chooseCuda(host, cudaMachine(machine.gpus)),
      ...(hasCuda && { laid: await linkedCuda(addon.directory) }),
      ...probe,
    });
    for (const line of report) terminal.line(line);
    return probe.failure === undefined ? 0 : 1;
  },
};
