/** The page's only script: it filters and sorts the classes, which are sorted by id without it. */

export const script: string = `
const form = document.forms.classes;
const list = document.querySelector(".classes");
const items = [...list.children];
const number = (key) => (item) => -Number(item.dataset[key]);
const keys = { id: (item) => item.dataset.id, label: (item) => item.dataset.words, train: number("train"), gray: number("gray"), light: number("light") };
function show() {
  const words = form.find.value.trim().toLowerCase();
  const key = keys[form.sort.value];
  items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  let shown = 0;
  for (const item of items) {
    item.hidden = !item.dataset.words.includes(words) && !item.dataset.id.includes(words);
    if (!item.hidden) shown += 1;
  }
  list.append(...items);
  form.querySelector("output").textContent = shown + " of " + items.length + " classes";
}
form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
`;
