/** Calibration: what was recorded of a float32 network's activations on real images. */
import type { ActivationHistogram } from "./activation-histogram.ts";

/** Recorded values by node name; those of a softmax node are its logits. */
export type Calibration = ReadonlyMap<string, ActivationHistogram>;

/** @throws {RangeError} when the calibration has no values of the node */
export function histogramOf(calibration: Calibration, name: string): ActivationHistogram {
  const histogram = calibration.get(name);
  if (histogram !== undefined) return histogram;
  throw new RangeError(
    `Cannot quantize: the calibration has no values of "${name}"; record every node that computesValues()`,
  );
}
