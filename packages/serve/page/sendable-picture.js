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
  const size = { width: bitmap.width * scale, height: bitmap.height * scale };
  return redraw(bitmap, { ...size, type: "image/png" }); // A PNG adds no loss of its own.
}

/**
 * @param {CanvasImageSource} source
 * @param {{ width: number, height: number, type: string }} wanted size in px
 * @returns {Promise<Blob>}
 */
export function redraw(source, { width, height, type }) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(`Cannot draw ${type}`))),
      type,
      0.95,
    );
  });
}
