/**
 * The steps on the GPU machine, once Node is there; called by device.sh. Long ones go on in the background, one at a
 * time: `watch` tells how they fare.
 */
import {
  commandLineArguments,
  failureMessage,
  runCommandLine,
  UsageError,
} from "../../packages/host/src/mod.ts";
import { assemble } from "./device/assemble.ts";
import { bench, row } from "./device/bench.ts";
import { collect } from "./device/collect.ts";
import { data } from "./device/data.ts";
import { doctor } from "./device/doctor.ts";
import { beginJob, waitForTurn } from "./device/jobs.ts";
import { openKit, stamped } from "./device/kit.ts";
import type { Step } from "./device/step.ts";
import { train } from "./device/train.ts";
import { WARM_PEER, warmPeer } from "./device/warm-peer.ts";
import { stop, watch } from "./device/watch.ts";

const steps: Readonly<Record<string, Step>> = {
  assemble,
  doctor,
  bench,
  row,
  data,
  train,
  [WARM_PEER]: warmPeer,
  watch,
  collect,
  stop,
};

/** Before a step that this program has begun in the background, with the time it was asked for. */
const BEGUN = "--begun";

const [first = "--help", ...others] = commandLineArguments();
if (first === BEGUN) {
  const [begun, long = "", ...args] = others;
  await runStep(long, args, Number(begun));
} else {
  await runStep(first, others);
}

async function runStep(name: string, args: readonly string[], begun?: number): Promise<void> {
  const kit = openKit();
  await runCommandLine(name.startsWith("-") ? [name] : args, {
    help: describeSteps(),
    async run(context) {
      const step = Object.hasOwn(steps, name) ? steps[name]! : undefined;
      if (!step) throw new UsageError(`Cannot run the step "${name}": there is none; see --help`);
      if (step.isLong && begun === undefined) {
        step.check?.(args);
        await beginJob(kit, name, {
          args: [BEGUN, String(Date.now()), name, ...args],
          isBeside: step.isLong === "beside",
        });
        context.terminal.line(stamped(kit, `${name} goes on in the background`));
        return 0;
      }
      if (step.isLong === true) await waitForTurn(kit);
      return step.run(kit, context, begun ?? Date.now());
    },
    explain: (error) => stamped(kit, failureMessage(error as Error)),
  });
}

function describeSteps(): string {
  const lines = Object.entries(steps).map(
    ([
      step,
      {
        help: [words, what],
      },
    ]) => `  ${[step, words].join(" ").trim()}\n      ${what}`,
  );
  return ["Steps on the GPU machine:", "", ...lines].join("\n");
}
