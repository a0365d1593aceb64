/** `doctor`: does TensorFlow train on the GPU? Its log, our doctor's report, and ten steps. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { tensorFlowEnvironment } from "./environment.ts";
import { stamped } from "./kit.ts";
import { measureRow } from "./measure-row.ts";
import { runProgram } from "./run-program.ts";
import type { Step } from "./step.ts";

const LIMIT_SECONDS = 120;
/** What TensorFlow says at every start. */
const NOISE = /oneDNN|cpu_feature_guard|To enable the following|before absl|^PROBE|^$/;

export const doctor: Step = {
  help: [
    "[ARGS of gpu-step.bench.ts]",
    "our doctor, TensorFlow's log, and ten steps of 1,024 images: are they on the GPU?",
  ],

  async run(kit, { terminal, args, signal }) {
    const log = join(kit.logs, "doctor");
    await rm(log, { force: true });
    const { code } = await runProgram({
      command: [
        process.execPath,
        ...process.execArgv,
        join(kit.app, "packages/trainer/src/main.ts"),
        "doctor",
      ],
      directory: kit.app,
      environment: { ...tensorFlowEnvironment(kit), TF_CPP_MIN_LOG_LEVEL: "0" },
      limitSeconds: LIMIT_SECONDS,
      signal,
      log,
      onLine: (line) => terminal.line(line),
    });
    for (const line of (await readFile(log, "utf8")).split("\n")) {
      if (!NOISE.test(line)) terminal.line(`    ${line}`);
    }
    if (code !== 0) throw new Error(`Cannot train: the doctor ended with ${code}`);

    const row = {
      who: "ours",
      args: ["--batch", "1024", "--steps", "10", ...args],
      limitSeconds: LIMIT_SECONDS,
    } as const;
    const [step] = await measureRow(kit, row, { signal, log: (line) => terminal.line(line) });
    terminal.line(stamped(kit, step?.onGpu ? "TRAINS ON THE GPU" : "NOT ON THE GPU"));
    return step?.onGpu ? 0 : 1;
  },
};
