/** `assemble`: makes the unpacked pieces one: CUDA linked, the addon in its place, and proven to load. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadedVersion } from "../../../packages/trainer/src/tensorflow/build-addon.ts";
import {
  ADDON_RECORD,
  linkAddon,
  type AddonRecord,
} from "../../../packages/trainer/src/tensorflow/linked-addon.ts";
import { tfjsPackage } from "../../../packages/trainer/src/tensorflow/tfjs-package.ts";
import { WHEEL_SETS } from "../../../packages/trainer/src/tensorflow/wheel-table.ts";
import { tensorFlowEnvironment } from "./environment.ts";
import { stamped } from "./kit.ts";
import { linkCuda } from "./link-cuda.ts";
import type { Step } from "./step.ts";

export const assemble: Step = {
  help: ["", "links CUDA's libraries, puts the addon in its place and loads it"],

  async run(kit, { console }) {
    for (const line of await linkCuda(kit)) console.line(line);
    const { version, name } = WHEEL_SETS.find(({ gpu }) => gpu)!;
    const record: AddonRecord = {
      origin: "wheels",
      key: `${version}-${name}`,
      version,
      directory: kit.tensorflow,
      library: join(kit.tensorflow, "tensorflow", "libtensorflow_cc.so.2"),
    };
    const addon = join(kit.root, "lib", "tfjs_binding.node");
    await writeFile(join(kit.root, "lib", ADDON_RECORD), `${JSON.stringify(record, null, 2)}\n`);
    await linkAddon(addon, tfjsPackage().addonPath);
    Object.assign(process.env, tensorFlowEnvironment(kit));
    await mkdir(kit.out, { recursive: true });
    console.line(
      stamped(kit, `assembled: Node ${process.version}, TensorFlow ${await loadedVersion(addon)}`),
    );
  },
};
