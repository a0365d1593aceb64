/**
 * The camera, in the image's place: a photo of it, and in this browser an answer to one frame after another. Browsers
 * allow it on secure pages only; on phones the file chooser offers the camera anyway.
 */
import { byId } from "./by-id.js";
import { showLiveAnswers } from "./live-answers.js";
import { redraw } from "./sendable-image.js";

/** @import { Answer } from "./post-image.js" */
/** @import { Frame } from "../src/browser/messages.ts" */

/** @typedef {(frame: Frame) => Promise<Answer>} ClassifyFrame */

/** The network sees at most 184 px of a frame, and each of its pixels is read. */
const VIDEO = { facingMode: "environment", width: { ideal: 640 }, height: { ideal: 480 } };

/** Why a browser gives no camera, by the name of its error. */
const REASONS = new Map([
  ["NotAllowedError", "this page may not; allow it in the browser's settings for this page"],
  ["NotFoundError", "this device has none"],
  ["NotReadableError", "another program is using it"],
]);

/**
 * @param {object} handlers
 * @param {() => void} handlers.onOpen
 * @param {() => Promise<ClassifyFrame | undefined>} handlers.findClassifier undefined where frames are not answered
 * @param {(image: Blob) => void} handlers.onImage a photo
 * @param {() => void} handlers.onClose without one
 * @param {(detail: string) => void} handlers.onRefused there is none, it was lost, or its frames are not answered
 * @returns {() => void} closes it
 */
export function offerCamera({ onOpen, findClassifier, onImage, onClose, onRefused }) {
  if (navigator.mediaDevices === undefined) return () => {};
  const viewfinder = byId("viewfinder", HTMLVideoElement);
  byId("use-camera").hidden = false;
  byId("use-camera").addEventListener("click", open);
  byId("shoot").addEventListener("click", shoot);
  byId("close-camera").addEventListener("click", () => {
    close();
    onClose();
    byId("use-camera").focus();
  });
  return close;

  async function open() {
    byId("use-camera", HTMLButtonElement).disabled = true; // A second stream would never be let go.
    const stream = await navigator.mediaDevices
      .getUserMedia({ video: VIDEO })
      .catch((/** @type {DOMException} */ { name, message }) => {
        onRefused(`Cannot use the camera: ${REASONS.get(name) ?? message}`);
      });
    byId("use-camera", HTMLButtonElement).disabled = false;
    if (stream === undefined) return byId("use-camera").focus();
    viewfinder.srcObject = stream;
    for (const track of stream.getTracks()) track.addEventListener("ended", lose);
    show(true);
    onOpen();
    byId("shoot").focus();
    try {
      await answerFrames(stream);
    } catch (error) {
      onRefused(/** @type {Error} */ (error).message);
    }
  }

  /** @param {MediaProvider | null} stream until it is closed */
  async function answerFrames(stream) {
    const classify = await findClassifier();
    if (classify === undefined) return;
    const isOpen = () => viewfinder.srcObject === stream;
    const showAnswer = showLiveAnswers();
    const readPixels = pixelReader(viewfinder);
    let latest = Promise.resolve();
    while (isOpen()) {
      await nextFrame(viewfinder);
      if (!isOpen()) return;
      const answered = classify(readPixels());
      await latest; // One frame at most waits for the one before, so that what is shown is never old.
      latest = answered.then((answer) => {
        if (isOpen()) showAnswer(answer);
      });
    }
  }

  /** It was unplugged, or taken back. */
  function lose() {
    close();
    onClose();
    onRefused("The camera has ended: it was unplugged, or the browser took it back");
  }

  async function shoot() {
    const { videoWidth: width, videoHeight: height } = viewfinder;
    if (width === 0) return; // No frame has arrived yet.
    const image = await redraw(viewfinder, { width, height });
    close();
    onImage(image);
    byId("use-camera").focus();
  }

  function close() {
    const stream = /** @type {MediaStream | null} */ (viewfinder.srcObject);
    for (const track of stream?.getTracks() ?? []) track.stop();
    viewfinder.srcObject = null;
    show(false);
  }

  /** @param {boolean} isOn */
  function show(isOn) {
    viewfinder.hidden = !isOn;
    for (const id of ["shoot", "close-camera"]) byId(id).hidden = !isOn;
    for (const id of ["choose", "use-camera"]) byId(id).hidden = isOn;
  }
}

/** @param {HTMLVideoElement} video */
function nextFrame(video) {
  return new Promise((resolve) => {
    // Firefox before 132 tells of no frames: there the screen's are taken.
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(resolve);
    else requestAnimationFrame(resolve);
  });
}

/**
 * @param {HTMLVideoElement} video
 * @returns {() => Frame} its frame at this moment
 */
function pixelReader(video) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("Cannot read the camera: the browser has no canvas");
  return function readPixels() {
    const { videoWidth: width, videoHeight: height } = video;
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0);
    return { width, height, rgba: context.getImageData(0, 0, width, height).data.buffer };
  };
}
