/** What the service serves and accepts. If it does not tell, the page works all the same, and the service decides. */

/** @import { Model } from "./choose-place.js" */

/** @returns {Promise<{ model?: Model, limits?: { MAX_IMAGE_BYTES: number, imageTypes: string[] } }>} */
export async function readService() {
  const [model, limits] = await Promise.all([readJson("model"), readJson("limits")]);
  return { model, limits };
}

/** @param {string} path */
async function readJson(path) {
  const response = await fetch(path).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
}
