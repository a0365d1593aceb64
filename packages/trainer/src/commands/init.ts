/** `init`: writes a folder of drawings to start one's own dataset from. */
import { relative, resolve } from "node:path";
import { writeStarter } from "@inception-edge/dataset";
import { parseFlags, UsageError } from "@inception-edge/host";
import type { Command } from "./command.ts";

const DEFAULT_FOLDER = "pictures";

export const init: Command = {
  summary: "write a starter folder of drawings, to be replaced by your own images",
  help: `Writes a folder for each of ten classes, with ten drawings in each, to try training on your own images with.

  pnpm --filter trainer start init [DIR]

DIR is a new folder (default: ${DEFAULT_FOLDER}). Then replace the folders by your own: the name of a folder is its class.`,

  async run({ args, cwd, terminal }) {
    const { positionals } = parseFlags({}, args);
    if (positionals.length > 1) {
      throw new UsageError(`Cannot write ${positionals.length} starter folders: give one DIR`);
    }
    const root = resolve(cwd, positionals[0] ?? DEFAULT_FOLDER);
    const names = await writeStarter(root);
    const shown = relative(cwd, root);
    terminal.line(`Wrote ${shown}, with ten drawings of each class: ${names.join(", ")}`);
    terminal.line("Replace its folders by your own, one for each class, then:");
    terminal.line(`  pnpm --filter trainer start --dataset ${shown}`);
  },
};
