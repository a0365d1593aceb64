/**
 * Fifteen ways in which the world spoils an image, each in five severities (Hendrycks and Dietterich 2019): pure
 * functions from RGB to RGB.
 *
 * @module
 */
export { severities, SIZE, type CorruptionGroup } from "./corruption.ts";
export {
  corruptionNames,
  loadCorruptions,
  type CorruptionName,
  type Corruptions,
} from "./corruptions.ts";
