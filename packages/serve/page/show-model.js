/** Which model answers and what it knows, shown before anybody trusts an answer. */
import { byId } from "./by-id.js";

/** @import { Model } from "./choose-place.js" */

/** @param {Model} model */
export function showModel({ name, classes, variant, engine, selfTest, knows, dataset }) {
  const numbers = variant.replace("tflite-", "");
  const where = engine.name === "litert-native" ? "on the processor itself" : "in WebAssembly";
  const { pictures } = selfTest;
  const tested = pictures > 0 ? `; ${pictures} golden image${pictures > 1 ? "s" : ""} right` : "";
  byId("model").textContent =
    `${name}: ${classes} classes, ${numbers}, ${engine.name} ${where} (${engine.variant})${tested}`;
  byId("model").title = engine.why;
  byId("knows").textContent = knows;
  byId("about").classList.toggle("alarm", dataset.isDemo);
  byId("about").hidden = false;
}
