/**
 * The command `pnpm --filter trainer run doctor`: says what training will run on, and proves that
 * it runs. With `run`, because pnpm has a `doctor` of its own.
 */
import { outliveReaders, requireOpenFiles, wordsOfFailure } from "@inception-edge/cli";
import { readCpu } from "./cpu-features.ts";
import { doctorReport } from "./doctor-report.ts";
import { ensureTensorFlow } from "./ensure-tensorflow.ts";
import { hasNvidiaDriver, queryGpus } from "./nvidia.ts";
import { probeTensorFlow } from "./probe-tensorflow.ts";
import { tfjsPackage } from "./tfjs-package.ts";

outliveReaders();
try {
  requireOpenFiles();
  const addon = await ensureTensorFlow();
  const nvidiaDriver = hasNvidiaDriver();
  const { usesGpu } = await probeTensorFlow();
  const lines = doctorReport({
    environment: process.env,
    platform: `${process.platform}-${process.arch}`,
    nvidiaDriver,
    node: process.version,
    addon,
    addonPath: tfjsPackage().addonPath,
    cpu: await readCpu(),
    gpus: nvidiaDriver ? await queryGpus() : [],
    usesGpu,
  });
  console.log(lines.join("\n"));
} catch (error) {
  console.error(wordsOfFailure(error));
  process.exitCode = 1;
}
