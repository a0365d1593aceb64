/** What one configuration of a training step took, ours or the peer's, as it travels from program to table. */

/** A line of JSON from `gpu-step.bench.ts` or `peers/torch_step.py`. */
export interface MeasuredStep {
  readonly who: "ours" | "pytorch";
  /** How it ran: ours as one graph, or compiled by XLA; PyTorch eager, compiled, or that as one CUDA graph. */
  readonly mode: "graph" | "xla" | "eager" | "compile" | "cuda-graph";
  /** What computed, in words. */
  readonly device: string;
  readonly onGpu: boolean;
  readonly precision: "bf16" | "f16" | "f32";
  readonly optimizer: "muon" | "sgd";
  readonly batch: number;
  /** Side of the training images, px. */
  readonly size: number;
  readonly recipe?: string;
  /** Timed steps. */
  readonly steps: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  /** By the median step. */
  readonly imagesPerSecond: number;
  /** With all that is built and chosen on the way. */
  readonly firstStepMs: number;
  /** Null, as JSON has it, for a loss that is no number. */
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  /** What was special. */
  readonly note?: string;
}

/** The measurements among a program's lines; what else it says is passed over. */
export function parseSteps(text: string): readonly MeasuredStep[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value = JSON.parse(line) as Partial<MeasuredStep> | null;
      return value?.medianMs === undefined ? [] : [value as MeasuredStep];
    } catch {
      return []; // words, or a line cut short by the end of its program
    }
  });
}

/** One line for a person. */
export function describeStep(step: MeasuredStep): string {
  const { who, mode, device, precision, optimizer, batch, size, note, lastLoss } = step;
  const what = [who, mode, precision, optimizer, `batch ${batch}`, `${size} px`, device];
  const first = `first step ${(step.firstStepMs / 1000).toFixed(1)} s`;
  const fault = lastLoss === null ? ", loss NOT FINITE" : "";
  return `${what.join(", ")}: ${step.medianMs.toFixed(1)} ms, ${step.imagesPerSecond.toLocaleString("en")} images/s, ${first}${note ? ` (${note})` : ""}${fault}`;
}
