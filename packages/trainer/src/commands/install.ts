/** `install`: installs the TensorFlow library that suits this machine, and builds the addon for it. */
import { parseFlagsOnly } from "@inception-edge/host";
import { installTensorFlow } from "@inception-edge/tensorflow";
import type { Command } from "./command.ts";

export const install: Command = {
  summary: "install TensorFlow for this machine; run it again after adding a GPU or driver",
  help: `Downloads TensorFlow's C library if the cache has no suitable one, and builds the addon through which Node uses it.
Training does this automatically the first time; run it again when this machine gets a new driver or GPU.

  pnpm --filter trainer start install

INCEPTION_EDGE_CUDA=wheels|host takes CUDA from PyPI or from this machine;
LIBTENSORFLOW_DIR=DIR uses your own TensorFlow C library.`,
  async run({ args, terminal }) {
    parseFlagsOnly({}, args);
    const { version, origin, key, directory } = await installTensorFlow((line) =>
      terminal.line(line),
    );
    const source = origin === "LIBTENSORFLOW_DIR" ? directory : `${key}, in ${directory}`;
    terminal.line(`TensorFlow ${version} is ready (${source})`);
  },
};
