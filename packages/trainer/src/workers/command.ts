/**
 * What worker 0 tells the others before everything that they do together, as the numbers that the signature `command`
 * sums: worker 0 gives the command and the others zeros, but for their wish to stop.
 */
import type { Batch } from "../loop/trainer-session.ts";
import { commandLength } from "../program/worker-signatures.ts";

/** Something that all workers do. */
export type Command =
  /** Train on the worker's rows of the batch. */
  | {
      readonly kind: "step";
      readonly step: number;
      readonly learningRate: number;
      readonly size: number;
      readonly batch: Batch;
    }
  /** Take worker 0's variables. */
  | { readonly kind: "share" }
  /** Measure batch normalization's statistics on the worker's batch of this round. */
  | { readonly kind: "statistics"; readonly round: number }
  /** Stop: the run is over, or has failed. */
  | { readonly kind: "end"; readonly failed: boolean };

const KINDS = ["step", "share", "statistics", "end"] as const satisfies readonly Command["kind"][];

/** Indices in the numbers of a command. */
const [KIND, NUMBER, RATE, SIZE, STOPS, BATCH] = [0, 1, 2, 3, 4, 5];

/** int32 `[5 + 2·batch]`; the learning rate is there by its bits. */
export function encodeCommand(command: Command, batchSize: number): Int32Array {
  const numbers = new Int32Array(commandLength(batchSize));
  numbers[KIND] = KINDS.indexOf(command.kind);
  switch (command.kind) {
    case "step":
      numbers[NUMBER] = command.step;
      new Float32Array(numbers.buffer)[RATE] = command.learningRate;
      numbers[SIZE] = command.size;
      numbers.set(command.batch.indices, BATCH);
      numbers.set(command.batch.labels, BATCH + batchSize);
      break;
    case "statistics":
      numbers[NUMBER] = command.round;
      break;
    case "end":
      numbers[NUMBER] = Number(command.failed);
      break;
    case "share":
  }
  return numbers;
}

/** What a worker other than 0 gives. */
export function encodeWish(stops: boolean, batchSize: number): Int32Array {
  const numbers = new Int32Array(commandLength(batchSize));
  numbers[STOPS] = Number(stops);
  return numbers;
}

/** Whether any worker wants to stop. */
export function wantsToStop(sum: Int32Array): boolean {
  return sum[STOPS]! > 0;
}

/** The command in the sum over the workers. */
export function decodeCommand(sum: Int32Array, batchSize: number): Command {
  const number = sum[NUMBER]!;
  const kind = KINDS[sum[KIND]!]!;
  switch (kind) {
    case "step": {
      const learningRate = new Float32Array(Int32Array.of(sum[RATE]!).buffer)[0]!;
      const indices = sum.slice(BATCH, BATCH + batchSize);
      const labels = sum.slice(BATCH + batchSize);
      return { kind, step: number, learningRate, size: sum[SIZE]!, batch: { indices, labels } };
    }
    case "statistics":
      return { kind, round: number };
    case "end":
      return { kind, failed: number !== 0 };
    case "share":
      return { kind };
  }
}
