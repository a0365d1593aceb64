/**
 * Fifteen common image corruptions, each at five severities (Hendrycks & Dietterich 2019), as pure functions from RGB to
 * RGB.
 *
 * @module
 */
export { severities, type CorruptionGroup } from "./corruption.ts";
export {
  corruptionNames,
  loadCorruptions,
  type CorruptionName,
  type Corruptions,
} from "./corruptions.ts";
