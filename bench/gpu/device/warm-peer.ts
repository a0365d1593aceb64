/** `warm-peer`: has PyTorch compile while something else computes, so that its rows need not wait for it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { stamped } from "./kit.ts";
import { peerCommand, peerEnvironment } from "./peer.ts";
import { runProgram } from "./run-program.ts";
import type { Step } from "./step.ts";

export const WARM_PEER = "warm-peer";

const LIMIT_SECONDS = 600;
/** Enough for the batches of a few steps. */
const PICTURES = 2048;

export const warmPeer: Step = {
  help: [
    "[ARGS of torch_step.py]",
    "compiles PyTorch's step of 1,024 images, at low priority, beside what else is at work",
  ],
  isLong: "beside",

  async run(kit, { args, terminal, signal }) {
    await mkdir(kit.work, { recursive: true });
    const [program, ...words] = peerCommand(kit);
    const { code, seconds } = await runProgram({
      command: [
        "nice",
        "-n",
        "10",
        program,
        ...words,
        "--only-compile",
        `--pictures=${PICTURES}`,
        ...args,
      ],
      directory: kit.app,
      environment: peerEnvironment(kit),
      limitSeconds: LIMIT_SECONDS,
      signal,
      log: join(kit.logs, WARM_PEER),
      onLine: (line) => terminal.line(line),
    });
    terminal.line(
      stamped(kit, `PyTorch's compilation ended with ${code} after ${seconds.toFixed(0)} s`),
    );
    return code === 0 ? 0 : 1;
  },
};
