/** `ship`: a run's bundle made ready to be published, such as in `packages/serve/bundle`. */
import { resolve } from "node:path";
import { describeFlags, flag, formatBytes, parseFlagsOnly, UsageError } from "@inception-edge/host";
import { runPath } from "../assemble/default-paths.ts";
import { shipBundle } from "../export/ship-bundle.ts";
import type { Command } from "./command.ts";

const flags = {
  run: flag("DIR", "the run's folder (default: runs/latest)", (text) => text),
  out: flag("DIR", "where to put the bundle; what is there is replaced", (text) => text),
} as const;

export const ship: Command = {
  summary: "publish a run's bundle, without its TensorFlow.js weights",
  help: `Writes what serving reads of a run's bundle, with its evaluation, history plot and a fuller card.

  pnpm --filter trainer start ship --out packages/serve/bundle [--run DIR]

${describeFlags(flags)}`,

  async run({ args, cwd, terminal }) {
    const given = parseFlagsOnly(flags, args);
    if (given.out === undefined) throw new UsageError("No --out given; see ship --help");
    const out = resolve(cwd, given.out);
    const bytes = await shipBundle(await runPath(given.run, cwd), out);
    terminal.line(`Shipped ${formatBytes(bytes)} to ${out}`);
  },
};
