/** The one request of the page: from an image to its answer, or to the reason why there is none. */

/**
 * @typedef {object} Prediction
 * @property {string} id
 * @property {string} label
 * @property {string} name
 * @property {number} score in [0, 1]
 *
 * @typedef {object} Answer
 * @property {Prediction[]} predictions best first
 * @property {{ coverage: number, classes: Prediction[] }} [answerSet] most likely first
 * @property {boolean} [outOfDistribution]
 * @property {{ id: string, label: string, overlay: string }} [explanation] `overlay` is a data URL
 * @property {ReadonlyMap<string, number>} stages ms by name, in the order of the work, `total` last
 * @property {number} [roundTripMs] where it went through the network
 *
 * @typedef {{ explain: boolean, coverage?: number, key: string, signal: AbortSignal }} PostOptions
 */

/** A refusal to show to the user. */
export class Refusal extends Error {
  /**
   * @param {string} detail
   * @param {{ status?: number, retryAfterS?: number }} [facts]
   */
  constructor(detail, { status = 0, retryAfterS } = {}) {
    super(detail);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

/**
 * @param {Blob} image
 * @param {PostOptions} options
 * @returns {Promise<Answer>}
 * @throws {Refusal}
 */
export async function postImage(image, { explain, coverage, key, signal }) {
  const start = performance.now();
  const headers = new Headers({ "content-type": image.type || "application/octet-stream" });
  if (key !== "") headers.set("x-api-key", key);
  const path = `classify?explain=${explain}${coverage ? `&coverage=${coverage}` : ""}`;
  try {
    const response = await fetch(path, { method: "POST", body: image, headers, signal });
    if (!response.ok) throw await refusal(response);
    const { predictions, answerSet, outOfDistribution, explanation } = await response.json();
    const stages = serverTiming(response.headers.get("server-timing") ?? "");
    const roundTripMs = performance.now() - start;
    return { predictions, answerSet, outOfDistribution, explanation, stages, roundTripMs };
  } catch (error) {
    if (error instanceof TypeError)
      throw new Refusal("The service does not answer. Is it running?");
    throw error;
  }
}

/** @param {Response} response with problem details (RFC 9457), or from a proxy, without them */
async function refusal(response) {
  const { status, headers } = response;
  const problem = await response.json().catch(() => ({}));
  const retryAfterS = Number(headers.get("retry-after")) || undefined;
  return new Refusal(problem.detail ?? `The service answered ${status}`, { status, retryAfterS });
}

/** @param {string} header as `decode;dur=1.20, infer;dur=9.81` */
function serverTiming(header) {
  const found = header.matchAll(/([\w-]+);dur=([\d.]+)/g);
  return new Map([...found].map(([, name, ms]) => [name, Number(ms)]));
}
