/** Whatever this browser can show is classified: if the decoder does not accept it as it is, as a JPEG drawn here. */
import { Refusal } from "./post-image.js";

/** @import { Answer } from "./post-image.js" */

/** Far more than the network sees, and small enough to redraw on a phone. */
const LONGEST_SIDE = 2048; // px

/** Statuses that blame the image: its bytes, pixels or format. A proxy, with a limit of its own, may send them too. */
const BLAMES_IMAGE = new Set([413, 415, 422]);

/**
 * @typedef {object} Accepted
 * @property {number} [maxBytes]
 * @property {readonly string[]} [types] optional: the service may not tell
 *
 * @param {Blob} image
 * @param {Accepted} accepted what the decoder accepts
 * @param {(image: Blob) => Promise<Answer>} classify
 * @returns {Promise<Answer>}
 * @throws {Refusal}
 */
export async function sendImage(image, { maxBytes = Infinity, types }, classify) {
  // The declared type may be wrong; after redrawing it is right in any case.
  const isForeign = image.type !== "" && types !== undefined && !types.includes(image.type);
  if (isForeign || image.size > maxBytes) {
    const drawn = await redrawn(image);
    if (drawn !== undefined) return classify(drawn);
    if (image.size > maxBytes) throw tooLarge(image.size, maxBytes);
  }
  try {
    return await classify(image);
  } catch (error) {
    const isBlamed = error instanceof Refusal && BLAMES_IMAGE.has(error.status);
    const drawn = isBlamed && !isForeign ? await redrawn(image) : undefined;
    if (drawn === undefined) throw error;
    return classify(drawn);
  }
}

/**
 * Uses an image element, which decodes more than createImageBitmap(): SVG, and HEIC on Safari.
 *
 * @param {Blob} image
 * @returns {Promise<Blob | undefined>} a JPEG; undefined where the browser cannot show it
 */
async function redrawn(image) {
  const element = new Image();
  element.src = URL.createObjectURL(image);
  try {
    await element.decode();
    const { naturalWidth: width, naturalHeight: height } = element;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    return await redraw(element, { width: width * scale, height: height * scale });
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(element.src);
  }
}

/**
 * @param {CanvasImageSource} source
 * @param {{ width: number, height: number }} size in px
 * @returns {Promise<Blob>} a JPEG, white where the source is transparent
 */
export function redraw(source, { width, height }) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("Cannot draw: the browser has no canvas");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("Cannot draw a JPEG"))),
      "image/jpeg",
      0.95,
    );
  });
}

/** @param {number} size @param {number} most both in bytes */
function tooLarge(size, most) {
  return new Refusal(`The image has ${mib(size)}; at most ${mib(most)} are accepted`);
}

/** @param {number} bytes */
function mib(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
