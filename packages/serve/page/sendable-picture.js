/** What the service does not decode and this browser does (WebP, AVIF, on some HEIC) goes as PNG instead. */

const TAKEN = new Set(["image/jpeg", "image/png", "image/gif"]);

/** Far more than the network sees, and small enough to redraw on a phone. */
const LONGEST_SIDE = 2048; // px

/**
 * @param {Blob} picture
 * @returns {Promise<Blob>} the same where the service takes it, or where the browser cannot read it either
 */
export async function sendablePicture(picture) {
  if (TAKEN.has(picture.type)) return picture;
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (bitmap === undefined) return picture;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  return drawnPng(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
}

/**
 * @param {CanvasImageSource} source
 * @param {number} width px
 * @param {number} height px
 * @returns {Promise<Blob>}
 */
export function drawnPng(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(source, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
