/** `watch`: waits for what is at work, and tells what it says and what has been measured. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../../../packages/host/src/processes/run-command.ts";
import { parseSteps } from "../measured-step.ts";
import { openJobs, stopJobs } from "./jobs.ts";
import { stamped, type Kit } from "./kit.ts";
import { secondsOf, type Step } from "./step.ts";
import { stepTable } from "./table.ts";

const WATCH_SECONDS = 60;
const POLL_MS = 1000;
const LINES_TOLD = 15;

export const watch: Step = {
  help: [
    "[SECONDS]",
    `waits for what is at work, so long at most (default: ${WATCH_SECONDS}), and tells where it stands`,
  ],

  async run(kit, { args, terminal, signal }) {
    const until = Date.now() + 1000 * secondsOf(args[0], WATCH_SECONDS);
    while (openJobs(kit).length > 0 && Date.now() < until && !signal.aborted) await sleep(POLL_MS);

    for (const name of await readdir(kit.jobs).catch(() => [])) {
      const lines = (await readFile(join(kit.logs, name), "utf8")).trimEnd().split("\n");
      terminal.line([`--- ${name}`, ...lines.slice(-LINES_TOLD)].join("\n"));
    }
    const steps = parseSteps(await readFile(kit.measured, "utf8").catch(() => ""));
    if (steps.length > 0) terminal.line(`\n${stepTable(steps)}\n`);
    const { code, output } = await runCommand([
      "nvidia-smi",
      "--query-gpu=utilization.gpu,memory.used,clocks.sm,power.draw",
      "--format=csv,noheader",
    ]);
    if (code === 0) terminal.line(output.trim());
    terminal.line(stamped(kit, describeJobs(kit)));
  },
};

function describeJobs(kit: Kit): string {
  const names = openJobs(kit).map(({ name }) => name);
  return names.length > 0 ? `still at work: ${names.join(", ")}` : "all is quiet";
}

export const stop: Step = {
  help: ["", "ends what is at work"],

  async run(kit, { terminal }) {
    const stopped = await stopJobs(kit);
    terminal.line(
      stamped(
        kit,
        `stopped: ${stopped.map(({ name }) => name).join(", ") || "nothing was at work"}`,
      ),
    );
  },
};
