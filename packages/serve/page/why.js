/** "Why": an overlay of the regions that support the top class. */
import { byId } from "./by-id.js";

/** @returns {(explanation?: { label: string, overlay: string }) => void} shows another, or none */
export function offerWhy() {
  const toggle = byId("why-toggle");
  const overlay = byId("overlay", HTMLImageElement);
  const strength = byId("strength", HTMLInputElement);
  toggle.addEventListener("click", () => press(toggle.ariaPressed !== "true"));
  strength.addEventListener("input", fade);
  fade();

  return function explain(explanation) {
    byId("why").hidden = explanation === undefined;
    if (explanation === undefined) return press(false);
    byId("why-label").textContent = explanation.label;
    URL.revokeObjectURL(overlay.src); // one made in this browser
    overlay.src = explanation.overlay;
    overlay.alt = `Regions that support ${explanation.label}`;
  };

  /** @param {boolean} isOn */
  function press(isOn) {
    toggle.setAttribute("aria-pressed", String(isOn));
    overlay.hidden = !isOn;
    byId("why-strength").hidden = !isOn;
    byId("why-note").hidden = !isOn;
  }

  function fade() {
    overlay.style.opacity = `${Number(strength.value) / 100}`;
  }
}
