/**
 * This browser as a place that classifies: a worker with the service's own decoder, engine and self-test. It is started,
 * and model and engine are loaded, when it is first asked for.
 */
import { byId } from "./by-id.js";
import { Refusal } from "./post-image.js";

/** @import { Place } from "./choose-place.js" */
/** @import { Answer } from "./post-image.js" */
/** @import { Answered, Frame, FromWorker, Started, ToWorker } from "../src/browser/messages.ts" */
/** @import { Parts } from "../src/browser/parts.ts" */

/**
 * @typedef {Place & {
 *   megabytes: string,
 *   classifyFrame: (frame: Frame) => Promise<Answer>,
 * }} Here
 */

/**
 * @param {Parts} parts what is loaded
 * @param {() => string} key API key of the service that has them; empty: none is known
 * @returns {Here}
 */
export function createHere(parts, key) {
  /** @type {ReturnType<typeof start> | undefined} */
  let started;
  return { megabytes: megabytes(parts.bytes), facts, classify, classifyFrame };

  async function facts() {
    const { model, accepted } = await open();
    return { model, accepted };
  }

  /** @type {Place["classify"]} */
  async function classify(image, { explain, coverage, signal }) {
    const { ask } = await open();
    const bytes = await image.arrayBuffer();
    const answer = await ask({ kind: "image", bytes, explain, coverage }, [bytes]);
    signal.throwIfAborted(); // A worker cannot be interrupted; what nobody waits for any more is not shown.
    return answer;
  }

  /** @param {Frame} frame is given away */
  async function classifyFrame(frame) {
    const { ask } = await open();
    return ask({ kind: "frame", frame }, [frame.rgba]);
  }

  /** What did not start, or broke, is started again the next time. */
  function open() {
    started ??= start(parts, key(), () => (started = undefined));
    return started;
  }
}

/**
 * @param {Parts} parts
 * @param {string} key
 * @param {() => void} onBroken it cannot be used any more
 */
async function start(parts, key, onBroken) {
  if (!isSecureContext) {
    throw new Refusal(
      "Cannot classify in this browser: it allows that on https and on localhost only",
      { status: 403 },
    );
  }
  const worker = new Worker(new URL(parts.worker.url, document.baseURI), { type: "module" });
  /** @type {Map<number, { resolve: (answer: Answer) => void, reject: (error: Error) => void, sent: number }>} */
  const waiting = new Map();
  let last = 0;
  const { promise, resolve, reject } = /** @type {PromiseWithResolvers<Started>} */ (
    Promise.withResolvers()
  );
  worker.addEventListener("message", ({ data }) => receive(data));
  worker.addEventListener("error", ({ message }) => {
    fail(new Refusal(`Cannot classify in this browser: ${message || "its worker did not load"}`));
  });
  worker.postMessage(
    /** @type {ToWorker} */ ({ kind: "start", parts, base: document.baseURI, key }),
  );
  const { model, accepted } = await promise.finally(() => (byId("loading").hidden = true));
  return { model, accepted, ask };

  /** @param {object} job @param {Transferable[]} transfer @returns {Promise<Answer>} */
  function ask(job, transfer) {
    const id = (last += 1);
    return new Promise((answered, refused) => {
      waiting.set(id, { resolve: answered, reject: refused, sent: performance.now() });
      worker.postMessage({ ...job, id }, transfer);
    });
  }

  /** @param {FromWorker} message */
  function receive(message) {
    if (message.kind === "progress") return showProgress(message);
    if (message.kind === "started") return resolve(message);
    if (message.kind === "start-failed") {
      return fail(new Refusal(message.message, { status: message.status ?? 0 }));
    }
    // The engine cannot go on.
    if (message.kind === "failed") return fail(new Refusal(message.message, { status: 500 }));
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "answered") asked?.resolve(toAnswer(message, asked.sent));
    // As the service would: 422 for what the image is to blame for.
    else asked?.reject(new Refusal(message.message, { status: 422 }));
  }

  /** @param {Refusal} refusal */
  function fail(refusal) {
    worker.terminate();
    onBroken();
    reject(refusal);
    for (const one of waiting.values()) one.reject(refusal);
    waiting.clear();
  }
}

/**
 * @param {Answered} answered
 * @param {number} sent ms
 * @returns {Answer}
 */
function toAnswer({ predictions, answerSet, outOfDistribution, timings, explanation }, sent) {
  const roundTripMs = performance.now() - sent;
  const stages = new Map([...Object.entries(timings), ["total", roundTripMs]]);
  const overlay =
    explanation && URL.createObjectURL(new Blob([explanation.overlay], { type: "image/png" }));
  return {
    predictions: [...predictions],
    answerSet,
    outOfDistribution,
    ...(explanation && overlay && { explanation: { ...explanation, overlay } }),
    stages: /** @type {Map<string, number>} */ (stages),
  };
}

/** @param {{ loaded: number, total: number }} progress in bytes */
function showProgress({ loaded, total }) {
  byId("loading").hidden = false;
  const bar = byId("loaded", HTMLProgressElement);
  bar.max = total;
  bar.value = loaded;
  byId("loaded-bytes").textContent = `${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
