/** The ways for a picture to get here: chosen, dropped anywhere on the page, or pasted. */
import { byId } from "./by-id.js";

/** @param {(picture: Blob) => void} onPicture */
export function listenForPictures(onPicture) {
  const file = byId("file", HTMLInputElement);
  byId("choose").addEventListener("click", () => file.click());
  byId("stage").addEventListener("click", () => {
    if (byId("frame").hidden) file.click();
  });
  file.addEventListener("change", () => {
    take(file.files);
    file.value = ""; // The same file chosen again is a change again.
  });

  addEventListener("paste", ({ clipboardData }) => take(clipboardData?.files));

  const { body } = document;
  let depth = 0; // A drag enters a child before it leaves the parent.
  addEventListener("dragenter", () => body.classList.toggle("dragging", ++depth > 0));
  addEventListener("dragleave", () => body.classList.toggle("dragging", --depth > 0));
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
    if (first !== undefined) onPicture(first);
  }
}
