/** @param {string} id of an element that index.html has */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`Cannot find #${id} in the page`);
  return element;
}
