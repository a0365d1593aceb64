/** Answers to a camera's frames: shown as they come, told to screen readers when they change, and counted. */
import { byId } from "./by-id.js";
import { showPredictions, showTimes, STRANGE } from "./show-answer.js";

/** @import { Answer } from "./post-image.js" */

/** Between two announcements: slower than the speech, or it would never end. */
const QUIET_MS = 3000;
/** Over which answers are counted. */
const WINDOW_MS = 2000;

/** @returns {(answer: Answer) => void} shows one */
export function showLiveAnswers() {
  /** @type {number[]} */
  let shown = []; // ms
  let announced = { words: "", at: -Infinity };
  return function show({ predictions, outOfDistribution, stages }) {
    const now = performance.now();
    shown = [...shown.filter((at) => now - at < WINDOW_MS), now];
    showPredictions(predictions, outOfDistribution);
    showTimes({ stages });
    const [oldest = now] = shown;
    if (now > oldest) {
      const perSecond = ((shown.length - 1) * 1000) / (now - oldest);
      const rounded = perSecond.toFixed(0);
      byId("round-trip").textContent = `${rounded} answer${rounded === "1" ? "" : "s"} a second`;
    }
    const words = outOfDistribution ? STRANGE : (predictions[0]?.label ?? "");
    if (words === announced.words || now - announced.at < QUIET_MS) return;
    announced = { words, at: now };
    byId("announcement").textContent = words;
  };
}
