/** `summary`: prints the network layer by layer. */
import { inceptionV1, summary as summarize } from "@inception-edge/model";
import type { Command } from "./command.ts";

export const summary: Command = {
  summary: "print the network layer by layer",
  help: `Prints every layer with its output shape, parameters and multiply-adds.

  pnpm --filter trainer start summary`,
  run({ terminal }) {
    terminal.line(summarize(inceptionV1()));
    return Promise.resolve();
  },
};
