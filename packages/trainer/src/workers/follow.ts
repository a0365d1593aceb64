/** A worker other than 0: does what worker 0 tells, with its own copy of the images and of the variables, until the end. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Flags, Invocation } from "@inception-edge/host";
import {
  broadcast,
  findDevice,
  joinWorkers,
  useDevice,
  type Workers,
} from "@inception-edge/tensorflow";
import { openFollower } from "../assemble/open-training.ts";
import { reopenRun } from "../assemble/run/reopen-run.ts";
import type { trainFlags } from "../assemble/train-flags.ts";
import type { RunConfig } from "../run/run-config.ts";
import { runFolder } from "../run/run-folder.ts";
import { decodeCommand, encodeWish } from "./command.ts";
import { measureShare, partOf } from "./lead.ts";

/**
 * Follows worker 0 until the run is over. Of the flags only the place of the dataset counts: worker 0 has decided the rest.
 * @throws {Error} when the run fails, or when this worker's images are others
 */
export async function follow(
  workers: Workers,
  flags: Pick<Flags<typeof trainFlags>, "dataset">,
  invocation: Invocation,
): Promise<void> {
  const { terminal, signal } = invocation;
  useDevice(await findDevice("cpu"));
  const group = await joinWorkers(workers, {
    signal,
    onWait: (worker) => terminal.line(`Waiting for ${worker}`),
  });
  const text = new TextDecoder().decode(await broadcast(group));
  const config = JSON.parse(text) as RunConfig;
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-worker-"));
  try {
    const { dataset } = flags;
    const requested = { ...(dataset !== undefined && { dataset }), device: "cpu" } as const;
    const run = await reopenRun(runFolder(folder), config, {
      requested,
      continues: false,
      invocation,
    });
    const { thread, session, statisticsBatches } = await openFollower(run, group);
    const { batchSize } = config.recipe;
    terminal.line(
      `Worker ${group.rank} of ${workers.addresses.length}: ${config.recipe.name} on ${run.packed.name}, ${batchSize / workers.addresses.length} of ${batchSize} images a step`,
    );
    try {
      for (;;) {
        const values = encodeWish(signal.aborted, batchSize);
        const wish = { dtype: "int32", shape: [values.length], values } as const;
        const { sum } = await thread.run("command", { command: wish });
        const command = decodeCommand(sum!.values as Int32Array, batchSize);
        switch (command.kind) {
          case "step": {
            const { step, learningRate, size } = command;
            await session.step(partOf(command.batch, group), step, learningRate, size);
            terminal.progress(`Step ${step + 1}`);
            break;
          }
          case "share":
            await thread.run("share");
            break;
          case "statistics":
            await measureShare(thread, { workers: group, statisticsBatches, round: command.round });
            break;
          case "end":
            if (command.failed) {
              throw new Error("Cannot continue: the run has failed; see what worker 0 says");
            }
            terminal.line("Worker 0 has ended the training");
            return;
        }
      }
    } finally {
      await thread.close();
    }
  } finally {
    group.close();
    await rm(folder, { recursive: true, force: true });
  }
}
