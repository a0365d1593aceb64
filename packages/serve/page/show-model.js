/** Which model answers and what it knows, shown before anybody trusts an answer. */
import { byId } from "./by-id.js";

/** @import { Model } from "./read-service.js" */

/** @param {Model} model */
export function showModel({ name, classes, variant, engine, knows, dataset }) {
  const numbers = variant.replace("tflite-", "");
  const where = engine.name === "litert-native" ? "on the processor itself" : "in WebAssembly";
  byId("model").textContent =
    `${name}: ${classes} classes, ${numbers}, ${engine.name} ${where} (${engine.variant})`;
  byId("model").title = engine.why;
  byId("knows").textContent = knows;
  byId("knows").classList.toggle("alarm", dataset.isDemo);
  byId("knows").hidden = false;
}
