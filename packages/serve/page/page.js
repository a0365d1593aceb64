/** The page: a picture comes in, goes to the service, and its answer is shown. */
import { byId } from "./by-id.js";
import { offerCamera } from "./camera.js";
import { Refusal } from "./post-image.js";
import { listenForPictures } from "./image-sources.js";
import { readService } from "./read-service.js";
import { sendPicture } from "./sendable-image.js";
import { inWords, showPredictions, showTimes } from "./show-answer.js";
import { showModel } from "./show-model.js";
import { offerWhy } from "./why.js";

/** @import { Answer } from "./post-image.js" */

const explain = offerWhy();
let service = readAndName();
let picture = new Blob();
let key = "";
let latest = new AbortController();

listenForPictures(take);
byId("picture").addEventListener("error", () => showFrame(false)); // The service may still read it.
offerCamera({ onPicture: take, onRefused: refuseCamera });
byId("again").addEventListener("click", () => void ask());
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key = byId("key", HTMLInputElement).value;
  void ask();
});

/** @param {Blob} given */
function take(given) {
  picture = given;
  const shown = byId("picture", HTMLImageElement);
  URL.revokeObjectURL(shown.src);
  shown.src = URL.createObjectURL(given);
  showFrame(true);
  explain();
  void ask();
}

/** Asks about the picture of now; an older question that is still open is dropped. */
async function ask() {
  latest.abort();
  const { signal } = (latest = new AbortController());
  byId("problem").hidden = true;
  byId("answer").ariaBusy = "true";
  try {
    const { model, limits } = await service;
    if (model === undefined) service = readAndName(); // Perhaps it was loading its model: ask again next time.
    const taken = limits && { maxBytes: limits.MAX_IMAGE_BYTES, types: limits.imageTypes };
    const options = { explain: model?.explains ?? false, key, signal };
    show(await sendPicture(picture, taken ?? {}, options));
  } catch (error) {
    if (signal.aborted) return;
    refuse(error instanceof Refusal ? error : new Refusal(`This page failed: ${error}`));
  }
  byId("answer").ariaBusy = "false";
}

/** @param {Answer} answer */
function show({ predictions, explanation, stages, roundTripMs }) {
  showPredictions(predictions);
  showTimes({ stages, roundTripMs });
  explain(explanation);
  byId("announcement").textContent = inWords(predictions);
}

/** @param {Refusal} refusal */
function refuse({ message, status, retryAfterS }) {
  explain();
  byId("hint").hidden = true;
  byId("predictions").replaceChildren();
  byId("doubt").hidden = true;
  byId("times").hidden = true;
  byId("problem").hidden = false;
  byId("problem-detail").textContent = message;
  byId("key-form").hidden = status !== 401;
  const passes = status === 0 || status === 429 || status >= 500;
  byId("again").hidden = !passes || picture.size === 0;
  byId("again").textContent = retryAfterS ? `Try again (best in ${retryAfterS} s)` : "Try again";
  byId("announcement").textContent = message;
}

/** @param {string} detail */
function refuseCamera(detail) {
  refuse(new Refusal(detail, { status: 403 })); // Asking the service again would not help.
}

/** @param {boolean} isShown the picture, or else the invitation to give one */
function showFrame(isShown) {
  byId("frame").hidden = !isShown;
  byId("invitation").hidden = isShown;
}

/** The facts of the service, its model named at the top of the page. */
async function readAndName() {
  const facts = await readService();
  if (facts.model !== undefined) showModel(facts.model);
  return facts;
}
