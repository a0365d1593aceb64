/**
 * Images and lines of text laid on a canvas, by imagescript. Text needs Node or Deno.
 *
 * @module
 */
export { Canvas } from "./canvas.ts";
export { loadTextWriter, type TextStyle, type WriteText } from "./text.ts";
