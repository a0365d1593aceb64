import { suite } from "uvu";
import * as assert from "uvu/assert";
import { earlyStop } from "./early-stop.ts";

const stopping = suite("early-stop");

/** The epochs trained before `stop` ends the run, best accuracy kept as the loop keeps it. */
function epochsTrained(accuracies: readonly number[], stop = earlyStop()): number {
  let best = 0;
  for (const [epoch, accuracy] of accuracies.entries()) {
    if (accuracy > accuracies[best]!) best = epoch;
    if (stop.shouldStop(best, epoch)) return epoch + 1;
  }
  return accuracies.length;
}

stopping("earlyStop() stops after five epochs without a better one", () => {
  assert.is(epochsTrained([0.1, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2]), 7);
});

stopping("earlyStop() starts waiting again at every better epoch", () => {
  assert.is(epochsTrained([0.1, 0, 0, 0, 0, 0.2, 0, 0, 0, 0, 0.3]), 11);
});

stopping("earlyStop() counts an equal accuracy as no better", () => {
  assert.is(epochsTrained([0.5, 0.5, 0.5, 0.5], earlyStop({ patience: 2 })), 3);
});

stopping("earlyStop() refuses a patience below one epoch", () => {
  for (const patience of [0, Number.NaN]) {
    assert.throws(() => earlyStop({ patience }), /at least 1/);
  }
});

stopping.run();
