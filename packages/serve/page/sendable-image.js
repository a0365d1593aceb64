/** What this browser can show goes to the service: where that does not take it as it is, as a JPEG drawn here. */
import { classify, Refusal } from "./post-image.js";

/** @import { Answer, ClassifyOptions } from "./post-image.js" */

/** Far more than the network sees, and small enough to redraw on a phone. */
const LONGEST_SIDE = 2048; // px

/** Answers that blame the picture: its bytes, pixels or kind. Of a proxy too, which has a limit of its own. */
const BLAMES_PICTURE = new Set([413, 415, 422]);

/**
 * @typedef {object} Taken
 * @property {number} [maxBytes]
 * @property {readonly string[]} [types] the service need not say
 *
 * @param {Blob} picture
 * @param {Taken} taken what the service takes
 * @param {ClassifyOptions} options
 * @returns {Promise<Answer>}
 * @throws {Refusal}
 */
export async function sendPicture(picture, { maxBytes = Infinity, types }, options) {
  // What a type says may be wrong, but redrawn it is right in any case.
  const isForeign = picture.type !== "" && types !== undefined && !types.includes(picture.type);
  if (isForeign || picture.size > maxBytes) {
    const drawn = await redrawn(picture);
    if (drawn !== undefined) return classify(drawn, options);
    if (picture.size > maxBytes) throw tooLarge(picture.size, maxBytes);
  }
  try {
    return await classify(picture, options);
  } catch (error) {
    const isBlamed = error instanceof Refusal && BLAMES_PICTURE.has(error.status);
    const drawn = isBlamed && !isForeign ? await redrawn(picture) : undefined;
    if (drawn === undefined) throw error;
    return classify(drawn, options);
  }
}

/**
 * By an image element, which shows more than createImageBitmap() decodes: SVG, and HEIC on Safari.
 *
 * @param {Blob} picture
 * @returns {Promise<Blob | undefined>} a JPEG; undefined where the browser cannot show it
 */
async function redrawn(picture) {
  const image = new Image();
  image.src = URL.createObjectURL(picture);
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    return await redraw(image, { width: width * scale, height: height * scale });
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(image.src);
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
  if (context === null) throw new Error("Cannot draw: the browser gives no canvas");
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

/** @param {number} size @param {number} most bytes */
function tooLarge(size, most) {
  return new Refusal(`The picture has ${mib(size)}; the service takes ${mib(most)} at most`);
}

/** @param {number} bytes */
function mib(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
