/** The page: takes an image, sends it to the service, and shows the answer. */
import { byId } from "./by-id.js";
import { offerCamera } from "./camera.js";
import { listenForImages } from "./image-sources.js";
import { Refusal } from "./post-image.js";
import { readService } from "./read-service.js";
import { sendImage } from "./sendable-image.js";
import { describePredictions, showPredictions, showTimes } from "./show-answer.js";
import { showModel } from "./show-model.js";
import { chooseCoverage, describeSet, showSet } from "./show-set.js";
import { offerWhy } from "./why.js";

/** @import { Answer } from "./post-image.js" */

const explain = offerWhy();
let service = readAndShowModel();
let image = new Blob();
let key = "";
let latest = new AbortController();

listenForImages(take);
byId("image").addEventListener("error", () => showFrame(false)); // The service may still be able to read it.
offerCamera({ onImage: take, onRefused: refuseCamera });
byId("again").addEventListener("click", () => void ask());
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key = byId("key", HTMLInputElement).value;
  void ask();
});

/** @param {Blob} given */
function take(given) {
  image = given;
  const shown = byId("image", HTMLImageElement);
  URL.revokeObjectURL(shown.src);
  shown.src = URL.createObjectURL(given);
  showFrame(true);
  explain();
  void ask();
}

/** Classifies the current image; an older request that is still open is dropped. */
async function ask() {
  latest.abort();
  const { signal } = (latest = new AbortController());
  byId("problem").hidden = true;
  byId("answer").ariaBusy = "true";
  try {
    const { model, limits } = await service;
    if (model === undefined) service = readAndShowModel(); // It may have been loading its model: try again next time.
    const accepted = limits && { maxBytes: limits.MAX_IMAGE_BYTES, types: limits.imageTypes };
    const coverage = chooseCoverage(model?.answerSets);
    const options = { explain: model?.explains ?? false, coverage, key, signal };
    show(await sendImage(image, accepted ?? {}, options));
  } catch (error) {
    if (signal.aborted) return;
    refuse(error instanceof Refusal ? error : new Refusal(`This page failed: ${error}`));
  }
  byId("answer").ariaBusy = "false";
}

/** @param {Answer} answer */
function show({ predictions, answerSet, outOfDistribution, explanation, stages, roundTripMs }) {
  showPredictions(predictions, outOfDistribution);
  showSet(answerSet);
  showTimes({ stages, roundTripMs });
  explain(explanation);
  byId("announcement").textContent = [
    describePredictions(predictions, outOfDistribution),
    ...describeSet(answerSet),
  ].join(". ");
}

/** @param {Refusal} refusal */
function refuse({ message, status, retryAfterS }) {
  explain();
  byId("hint").hidden = true;
  byId("predictions").replaceChildren();
  byId("doubt").hidden = true;
  showSet();
  byId("times").hidden = true;
  byId("problem").hidden = false;
  byId("problem-detail").textContent = message;
  byId("key-form").hidden = status !== 401;
  const mayPass = status === 0 || status === 429 || status >= 500;
  byId("again").hidden = !mayPass || image.size === 0;
  byId("again").textContent = retryAfterS
    ? `Try again (in ${retryAfterS} s or later)`
    : "Try again";
  byId("announcement").textContent = message;
}

/** @param {string} detail */
function refuseCamera(detail) {
  refuse(new Refusal(detail, { status: 403 })); // A retry would not help.
}

/** @param {boolean} isShown the image, or else the invitation to choose one */
function showFrame(isShown) {
  byId("frame").hidden = !isShown;
  byId("invitation").hidden = isShown;
}

/** Reads the facts of the service and shows its model at the top of the page. */
async function readAndShowModel() {
  const facts = await readService();
  if (facts.model !== undefined) showModel(facts.model);
  return facts;
}
