/** The page: takes an image or the camera, has it classified where the user wants that, and shows the answer. */
import { byId } from "./by-id.js";
import { offerCamera } from "./camera.js";
import { choosePlace } from "./choose-place.js";
import { listenForImages } from "./image-sources.js";
import { keepOffline } from "./offline.js";
import { Refusal } from "./post-image.js";
import { sendImage } from "./sendable-image.js";
import { describePredictions, showPredictions, showTimes } from "./show-answer.js";
import { showModel } from "./show-model.js";
import { chooseCoverage, describeSet, showSet } from "./show-set.js";
import { offerWhy } from "./why.js";

/** @import { Answer } from "./post-image.js" */

const explain = offerWhy();
const places = choosePlace({ key: () => key, onChange: changePlace });
/** @type {Blob | undefined} */
let image;
let key = "";
let latest = new AbortController();

listenForImages(take);
byId("image").addEventListener("error", () => showFrame(false)); // The service may still be able to read it.
const closeCamera = offerCamera({
  onOpen: openCamera,
  findClassifier: async () => (await places).current().here?.classifyFrame,
  onImage: take,
  onClose: leaveCamera,
  onRefused: refuseCamera,
});
byId("again").addEventListener("click", () => void ask());
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  key = byId("key", HTMLInputElement).value;
  void ask();
});
void open();

/** Shows the model of the place at the top of the page; in this browser that loads it. */
async function open() {
  const { current, hasService } = await places;
  const { here, facts } = current();
  try {
    const { model } = await facts();
    if (model === undefined) return;
    showModel(model);
    if (!hasService && here !== undefined) await keepOffline(model.engine.variant);
  } catch (error) {
    refuse(asRefusal(error));
  }
}

function changePlace() {
  closeCamera();
  leaveCamera();
  if (image === undefined) void open();
}

/** @param {Blob} given */
function take(given) {
  closeCamera();
  image = given;
  const shown = byId("image", HTMLImageElement);
  URL.revokeObjectURL(shown.src);
  shown.src = URL.createObjectURL(given);
  showFrame(true);
  explain();
  void ask();
}

/** Classifies the current image; an older one that is still open is dropped. */
async function ask() {
  latest.abort();
  const { signal } = (latest = new AbortController());
  byId("problem").hidden = true;
  byId("answer").ariaBusy = "true";
  try {
    const { facts, classify } = (await places).current();
    const { model, accepted } = await facts();
    if (model !== undefined) showModel(model);
    if (image === undefined) return;
    const coverage = chooseCoverage(model?.answerSets);
    const options = { explain: model?.explains ?? false, coverage, signal };
    show(await sendImage(image, accepted ?? {}, (drawn) => classify(drawn, options)));
  } catch (error) {
    if (signal.aborted) return;
    refuse(asRefusal(error));
  } finally {
    if (!signal.aborted) byId("answer").ariaBusy = "false";
  }
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
function refuse(refusal) {
  explain();
  clearAnswer();
  tellProblem(refusal);
}

/** @param {Refusal} refusal */
function tellProblem({ message, status, retryAfterS }) {
  byId("hint").hidden = true;
  byId("problem").hidden = false;
  byId("problem-detail").textContent = message;
  byId("key-form").hidden = status !== 401;
  const mayPass = status === 0 || status === 429 || status >= 500;
  byId("again").hidden = !mayPass;
  byId("again").textContent = retryAfterS
    ? `Try again (in ${retryAfterS} s or later)`
    : "Try again";
  byId("announcement").textContent = message;
}

/** @param {unknown} error */
function asRefusal(error) {
  return error instanceof Refusal ? error : new Refusal(`This page failed: ${error}`);
}

/** The image and its answer stay. @param {string} detail */
function refuseCamera(detail) {
  tellProblem(new Refusal(detail, { status: 403 })); // A retry would not help.
}

/** The camera's image takes the place of the one that was given. */
function openCamera() {
  latest.abort();
  explain();
  clearAnswer(); // also where frames are not answered
  byId("problem").hidden = true;
  byId("frame").hidden = true;
  byId("invitation").hidden = true;
}

/** What was there before comes back. */
function leaveCamera() {
  showFrame(image !== undefined);
  if (image !== undefined) return void ask();
  clearAnswer();
  byId("problem").hidden = true;
  byId("hint").hidden = false;
}

function clearAnswer() {
  byId("predictions").replaceChildren();
  byId("doubt").hidden = true;
  showSet();
  byId("times").hidden = true;
}

/** @param {boolean} isShown the image, or else the invitation to choose one */
function showFrame(isShown) {
  byId("frame").hidden = !isShown;
  byId("invitation").hidden = isShown;
}
