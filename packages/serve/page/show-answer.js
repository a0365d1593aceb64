/** The answer as text and bars. Lengths are set on the style object: the page's policy forbids inline styles. */
import { byId } from "./by-id.js";

/** @import { Answer, Prediction } from "./post-image.js" */

/** Below this score even the most likely class is unlikely. */
const DOUBTFUL = 0.4;

/** Of an image that is marked as out of distribution. */
export const STRANGE = "This looks like none of the images that the model was trained on.";

/** @param {readonly Prediction[]} predictions @param {boolean} [outOfDistribution] */
export function showPredictions(predictions, outOfDistribution = false) {
  byId("hint").hidden = true;
  byId("predictions").replaceChildren(...predictions.map(predictionRow));
  byId("predictions").classList.toggle("strange", outOfDistribution);
  const best = predictions[0]?.score ?? 0;
  byId("doubt").hidden = best >= DOUBTFUL && !outOfDistribution;
  byId("doubt").textContent = outOfDistribution
    ? STRANGE
    : "No class is likely. The image may show something that this model does not know.";
}

/** @param {Pick<Answer, "stages" | "roundTripMs">} times */
export function showTimes({ stages, roundTripMs }) {
  const total = stages.get("total");
  byId("times").hidden = total === undefined;
  if (total === undefined) return;
  byId("total").textContent = milliseconds(total);
  byId("round-trip").textContent =
    roundTripMs === undefined
      ? "in this browser"
      : `${milliseconds(roundTripMs)} including the network`;
  const named = [...stages].filter(([name]) => name !== "total");
  const rest = total - named.reduce((sum, [, ms]) => sum + ms, 0);
  /** @type {[string, number][]} */
  const parts = [...named, ["rest", Math.max(0, rest)]];
  byId("stages").replaceChildren(...parts.map(([name, ms]) => stageBar(name, ms)));
  byId("stage-list").replaceChildren(...parts.map(([name, ms]) => stageEntry(name, ms)));
}

/** @param {readonly Prediction[]} predictions @param {boolean} [outOfDistribution] */
export function describePredictions(predictions, outOfDistribution = false) {
  const [best, ...others] = predictions.map(({ label, score }) => `${label}, ${percent(score)}`);
  return `${outOfDistribution ? `${STRANGE} ` : ""}Most likely ${best}. Then ${others.join("; ")}`;
}

/** @param {Prediction} prediction */
function predictionRow({ id, label, score, name }) {
  const template = byId("prediction", HTMLTemplateElement).content;
  const row = /** @type {DocumentFragment} */ (template.cloneNode(true));
  const texts = {
    ".label": label,
    ".score": percent(score),
    ".name": name === label ? "" : name,
    code: id === label ? "" : id,
  };
  for (const [selector, text] of Object.entries(texts)) {
    row.querySelector(selector)?.append(text);
  }
  row.querySelector("li")?.style.setProperty("--score", `${score}`);
  return row;
}

/** @param {string} name @param {number} ms */
function stageBar(name, ms) {
  const bar = document.createElement("span");
  bar.dataset.stage = name;
  bar.style.flexGrow = `${ms}`;
  return bar;
}

/** @param {string} name @param {number} ms */
function stageEntry(name, ms) {
  const entry = document.createElement("div");
  entry.dataset.stage = name;
  const term = document.createElement("dt");
  const value = document.createElement("dd");
  term.textContent = name;
  value.textContent = milliseconds(ms);
  entry.append(term, value);
  return entry;
}

/** @param {number} score */
function percent(score) {
  return `${(score * 100).toFixed(1)} %`;
}

/** @param {number} ms */
function milliseconds(ms) {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}
