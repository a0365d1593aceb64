/** The image as the caller gives it. */
import type { Lowering, NodeOf } from "./lowering.ts";
import { INPUT_NAME } from "./ports.ts";

export const input: Lowering<NodeOf<"input">> = (node, _, builder) =>
  builder.addInput(node, INPUT_NAME);
