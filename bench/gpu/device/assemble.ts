/** `assemble`: sets TensorFlow up as `start install` does, from the cache that has travelled and CUDA of this machine. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadedVersion } from "../../../packages/tensorflow/src/install/build-addon.ts";
import { installTensorFlow } from "../../../packages/tensorflow/src/install/install-tensorflow.ts";
import {
  ADDON_RECORD,
  linkAddon,
  type AddonRecord,
} from "../../../packages/tensorflow/src/install/linked-addon.ts";
import { tfjsPackage } from "../../../packages/tensorflow/src/install/tfjs-package.ts";
import { CARRIED, GPU_KEY, GPU_WHEELS, SHARED_LIBRARIES } from "../carried-library.ts";
import { kitEnvironment } from "./environment.ts";
import { stamped } from "./kit.ts";
import type { Step } from "./step.ts";

export const assemble: Step = {
  help: ["", "sets TensorFlow up with this machine's CUDA, and loads it"],

  async run(kit, { terminal }) {
    Object.assign(process.env, kitEnvironment(kit));
    const directory = join(kit.root, CARRIED.library);
    const addon = join(kit.root, CARRIED.addon);
    const record: AddonRecord = {
      origin: "wheels",
      key: GPU_KEY,
      version: GPU_WHEELS.version,
      directory,
      library: join(directory, "tensorflow", SHARED_LIBRARIES[0]),
    };
    await writeFile(join(dirname(addon), ADDON_RECORD), `${JSON.stringify(record, null, 2)}\n`);
    await mkdir(kit.out, { recursive: true });
    try {
      await installTensorFlow((line) => terminal.line(line));
    } catch (error) {
      terminal.line(
        `${(error as Error).message}\nWITHOUT CUDA: TensorFlow will compute on the CPU`,
      );
      await linkAddon(addon, tfjsPackage().addonPath);
    }
    const version = await loadedVersion(addon);
    terminal.line(stamped(kit, `assembled: Node ${process.version}, TensorFlow ${version}`));
  },
};
