/** The ways to give an image: choose it, drop it anywhere on the page, or paste it. */
import { byId } from "./by-id.js";

/** @param {(image: Blob) => void} onImage */
export function listenForImages(onImage) {
  const file = byId("file", HTMLInputElement);
  byId("choose").addEventListener("click", () => file.click());
  byId("stage").addEventListener("click", () => {
    if (!byId("invitation").hidden) file.click();
  });
  file.addEventListener("change", () => {
    take(file.files);
    file.value = ""; // So that choosing the same file again is a change.
  });

  addEventListener("paste", ({ clipboardData }) => take(clipboardData?.files));

  const { body } = document;
  let depth = 0; // A drag enters a child before it leaves the parent.
  addEventListener("dragenter", () => body.classList.toggle("dragging", (depth += 1) > 0));
  addEventListener("dragleave", () => body.classList.toggle("dragging", (depth -= 1) > 0));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    body.classList.remove("dragging");
    take(event.dataTransfer?.files);
  });

  /** @param {FileList | null} [files] */
  function take(files) {
    const first = files?.[0];
    if (first !== undefined) onImage(first);
  }
}
