/**
 * An element of index.html.
 *
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 * @param {abstract new () => Kind} [kind] its class, where more than an element is needed
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (element === null || (kind !== undefined && !(element instanceof kind))) {
    throw new Error(`Cannot find ${kind?.name ?? "element"} #${id} in the page`);
  }
  return /** @type {Kind} */ (element);
}
