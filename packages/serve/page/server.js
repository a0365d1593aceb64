/** The service as a place that classifies. */
import { postImage } from "./post-image.js";
import { readService } from "./read-service.js";

/** @import { Place } from "./choose-place.js" */

/**
 * @param {() => string} key API key; empty: none is known
 * @returns {Place}
 */
export function createServer(key) {
  /** @type {ReturnType<typeof readService> | undefined} */
  let service;
  return {
    async facts() {
      service ??= readService();
      const { model, limits } = await service;
      if (model === undefined) service = undefined; // It may have been loading its model: read again next time.
      const accepted = limits && { maxBytes: limits.MAX_IMAGE_BYTES, types: limits.imageTypes };
      return { ...(model && { model }), ...(accepted && { accepted }) };
    },
    classify: (image, options) => postImage(image, { ...options, key: key() }),
  };
}
