/** What the folder of a run shows while it is trained. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readEvents } from "./read-events.ts";

/** The loss of every step that `run` has logged, by step; those of its newest file where two have it. */
export async function stepLosses(run: string): Promise<Map<number, number>> {
  const names = await readdir(run).catch(() => []);
  const losses = new Map<number, number>();
  for (const name of names.filter((each) => each.includes("tfevents")).toSorted()) {
    for (const event of readEvents(await readFile(join(run, name)))) {
      const { step, summary } = event as unknown as Logged;
      const loss = summary?.value.find(({ tag }) => tag === "train/step_loss");
      if (loss) losses.set(step, loss.simpleValue);
    }
  }
  return losses;
}

interface Logged {
  readonly step: number;
  readonly summary?: {
    readonly value: readonly { readonly tag: string; readonly simpleValue: number }[];
  };
}

/** Waits for a checkpoint of step `least` or later and answers its step. */
export async function checkpointFrom(
  least: number,
  run: string,
  ended: Promise<unknown>,
): Promise<number> {
  const isOver = ended.then(() => true);
  while (!(await Promise.race([isOver, setTimeout(5, false)]))) {
    const names = await readdir(join(run, "checkpoints")).catch(() => []);
    const steps = names.map((name) => Number(/^step-(\d+)$/.exec(name)?.[1] ?? 0));
    const step = Math.max(0, ...steps);
    if (step >= least) return step;
  }
  throw new Error("The run ended without a checkpoint");
}
