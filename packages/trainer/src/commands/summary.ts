/** `summary`: prints the network layer by layer. */
import { describeFlags, parseFlagsOnly } from "@inception-edge/host";
import { inceptionV1, summary as summarize } from "@inception-edge/model";
import { inputSizeFlag } from "../assemble/input-size-flag.ts";
import type { Command } from "./command.ts";

const flags = { "input-size": inputSizeFlag("56") } as const;

export const summary: Command = {
  summary: "print the network layer by layer",
  help: `Prints every layer with its output shape, parameters and multiply-adds.

  pnpm --filter trainer start summary [--input-size 112]

${describeFlags(flags)}`,
  run({ args, terminal }) {
    const { "input-size": inputSize } = parseFlagsOnly(flags, args);
    terminal.line(summarize(inceptionV1({ ...(inputSize !== undefined && { inputSize }) })));
    return Promise.resolve();
  },
};
