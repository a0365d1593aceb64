/** `ship`: prepares a run's bundle for publishing, for example in `packages/serve/bundle`. */
import { resolve } from "node:path";
import {
  anyText,
  describeFlags,
  flag,
  formatBytes,
  parseFlagsOnly,
  UsageError,
} from "@inception-edge/host";
import { runPath } from "../assemble/default-paths.ts";
import { shipBundle } from "../export/ship-bundle.ts";
import type { Command } from "./command.ts";

const flags = {
  run: flag("DIR", "folder of the run (default: runs/latest)", anyText),
  out: flag("DIR", "folder to write the bundle to; a bundle there is replaced", anyText),
} as const;

export const ship: Command = {
  summary: "copy a run's bundle for serving, without its TensorFlow.js and ONNX files",
  help: `Writes the files of a run's bundle that serving needs, with its evaluation, history plot and a more detailed card.

  pnpm --filter trainer start ship --out packages/serve/bundle [--run DIR]

${describeFlags(flags)}`,

  async run({ args, cwd, terminal }) {
    const given = parseFlagsOnly(flags, args);
    if (given.out === undefined)
      throw new UsageError("Cannot ship: no --out given; see ship --help");
    const out = resolve(cwd, given.out);
    const bytes = await shipBundle(await runPath(given.run, cwd), out);
    terminal.line(`Shipped ${formatBytes(bytes)} to ${out}`);
  },
};
