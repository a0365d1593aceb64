/** `install`: the TensorFlow library that suits this machine, and the addon that Node loads it by. */
import { parseFlagsOnly } from "@inception-edge/host";
import { installTensorFlow } from "@inception-edge/tensorflow";
import type { Command } from "./command.ts";

export const install: Command = {
  summary: "install TensorFlow for this machine, or a better one for a new GPU",
  help: `Downloads TensorFlow's C library where the cache has none that suits, and builds the addon that Node loads it by.
Training does so by itself the first time; run it again once there is a new driver or GPU.

  pnpm --filter trainer start install

INCEPTION_EDGE_CUDA=wheels|host takes CUDA from PyPI or from this machine, LIBTENSORFLOW_DIR a library of yours.`,
  async run({ args, terminal }) {
    parseFlagsOnly({}, args);
    const { version, origin, key, directory } = await installTensorFlow((line) =>
      terminal.line(line),
    );
    const place = origin === "LIBTENSORFLOW_DIR" ? directory : `${key}, in ${directory}`;
    terminal.line(`TensorFlow ${version} is ready (${place})`);
  },
};
