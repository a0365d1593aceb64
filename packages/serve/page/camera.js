/** A picture from the camera. Browsers give it to secure pages only; a phone's file chooser offers its own anywhere. */
import { byId } from "./by-id.js";
import { redraw } from "./sendable-image.js";

/**
 * @param {object} handlers
 * @param {(picture: Blob) => void} handlers.onPicture
 * @param {(detail: string) => void} handlers.onRefused
 */
export function offerCamera({ onPicture, onRefused }) {
  if (navigator.mediaDevices === undefined) return;
  const dialog = byId("camera", HTMLDialogElement);
  const viewfinder = byId("viewfinder", HTMLVideoElement);
  byId("use-camera").hidden = false;
  byId("use-camera").addEventListener("click", open);
  byId("close-camera").addEventListener("click", () => dialog.close());
  byId("shoot").addEventListener("click", shoot);
  dialog.addEventListener("close", stop); // By the button, Escape, or a picture.

  async function open() {
    try {
      const video = { facingMode: "environment", width: { ideal: 1280 } };
      viewfinder.srcObject = await navigator.mediaDevices.getUserMedia({ video });
      dialog.showModal();
    } catch {
      onRefused("The camera cannot be used: there is none, or this page was not allowed to");
    }
  }

  async function shoot() {
    const { videoWidth: width, videoHeight: height } = viewfinder;
    if (width === 0) return; // No frame has come yet.
    const picture = await redraw(viewfinder, { width, height });
    dialog.close();
    onPicture(picture);
  }

  function stop() {
    const stream = /** @type {MediaStream | null} */ (viewfinder.srcObject);
    for (const track of stream?.getTracks() ?? []) track.stop();
    viewfinder.srcObject = null;
  }
}
