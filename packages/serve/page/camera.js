/** An image from the camera. Browsers allow it on secure pages only; on phones the file chooser offers the camera anyway. */
import { byId } from "./by-id.js";
import { redraw } from "./sendable-image.js";

/**
 * @param {object} handlers
 * @param {(image: Blob) => void} handlers.onImage
 * @param {(detail: string) => void} handlers.onRefused
 */
export function offerCamera({ onImage, onRefused }) {
  if (navigator.mediaDevices === undefined) return;
  const dialog = byId("camera", HTMLDialogElement);
  const viewfinder = byId("viewfinder", HTMLVideoElement);
  byId("use-camera").hidden = false;
  byId("use-camera").addEventListener("click", open);
  byId("close-camera").addEventListener("click", () => dialog.close());
  byId("shoot").addEventListener("click", shoot);
  dialog.addEventListener("close", stop); // By the button, Escape, or a taken image.

  async function open() {
    try {
      const video = { facingMode: "environment", width: { ideal: 1280 } };
      viewfinder.srcObject = await navigator.mediaDevices.getUserMedia({ video });
      dialog.showModal();
    } catch {
      onRefused("Cannot use the camera: there is none, or this page has no permission");
    }
  }

  async function shoot() {
    const { videoWidth: width, videoHeight: height } = viewfinder;
    if (width === 0) return; // No frame has arrived yet.
    const image = await redraw(viewfinder, { width, height });
    dialog.close();
    onImage(image);
  }

  function stop() {
    const stream = /** @type {MediaStream | null} */ (viewfinder.srcObject);
    for (const track of stream?.getTracks() ?? []) track.stop();
    viewfinder.srcObject = null;
  }
}
