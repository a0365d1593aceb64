/** Where images are classified: by the service, or in this browser. Both answer alike; a static folder has no service. */
import { byId } from "./by-id.js";
import { createHere } from "./here.js";
import { createServer } from "./server.js";

/** @import { Answer } from "./post-image.js" */
/** @import { Here } from "./here.js" */
/** @import { Offer } from "../src/browser/parts.ts" */

/**
 * What the page needs of either place.
 *
 * @typedef {object} Place
 * @property {() => Promise<Facts>} facts of the model; loads it where it is not there yet
 * @property {(image: Blob, options: { explain: boolean, coverage?: number | undefined, signal: AbortSignal }) => Promise<Answer>} classify
 *
 * @typedef {{ model?: Model, accepted?: { maxBytes?: number, types?: readonly string[] } }} Facts
 *
 * @typedef {object} Model
 * @property {string} name
 * @property {number} classes
 * @property {string} variant `tflite-int8`
 * @property {{ name: string, variant: string, why: string }} engine
 * @property {{ pictures: number }} selfTest
 * @property {boolean} explains
 * @property {{ coverages: readonly number[] }} [answerSets]
 * @property {string} knows
 * @property {{ isDemo: boolean }} dataset
 */

/** @typedef {Place & { here?: Here }} ChosenPlace `here` where it is this browser */

const WORDS = {
  server: "Images are classified by this service and are not stored.",
  here: "Your image does not leave this device.",
};

/**
 * Offers the choice where there is one.
 *
 * @param {object} options
 * @param {() => string} options.key API key of the service; empty: none is known
 * @param {() => void} options.onChange another place was chosen
 * @returns {Promise<{ current: () => ChosenPlace, hasService: boolean }>}
 */
export async function choosePlace({ key, onChange }) {
  const { hasService, here: parts } = await readOffer();
  const server = createServer(key);
  const here = parts && createHere(parts, key);
  /** @type {ChosenPlace} */
  let current = server;
  if (here !== undefined && !hasService) choose("here");
  else choose("server");
  if (here !== undefined && hasService) offerBoth(here.megabytes);
  return { current: () => current, hasService };

  /** @param {string} name */
  function choose(name) {
    const isHere = name === "here" && here !== undefined;
    current = isHere ? { ...here, here } : server;
    byId("privacy").textContent = isHere ? WORDS.here : WORDS.server;
    byId("privacy").classList.toggle("private", isHere);
  }

  /** @param {string} megabytes */
  function offerBoth(megabytes) {
    byId("place").hidden = false;
    byId("place-note").textContent = `The browser loads ${megabytes} for it, once`;
    byId("place").addEventListener("change", ({ target }) => {
      choose(/** @type {HTMLInputElement} */ (target).value);
      byId("place-note").hidden = true;
      onChange();
    });
  }
}

/** @returns {Promise<Offer>} the service alone, where it tells nothing */
async function readOffer() {
  const { content } = byId("offer", HTMLMetaElement);
  const response = await fetch(content).catch(() => undefined);
  return response?.ok ? response.json() : { hasService: true };
}
