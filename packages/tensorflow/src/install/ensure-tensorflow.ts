/** Makes `import("@tensorflow/tfjs-node-gpu")` work; call it before that import. */
import { setTensorFlowEnvironment } from "./environment.ts";
import { installTensorFlow } from "./install-tensorflow.ts";
import { userDirectory } from "./library-sources.ts";
import { readAddonRecord, type AddonRecord } from "./linked-addon.ts";
import { userLibrary } from "./tensorflow-library.ts";
import { tfjsPackage } from "./tfjs-package.ts";

/**
 * Does nothing, in milliseconds, when an addon is linked; installs by itself when none is, or when
 * `LIBTENSORFLOW_DIR` asks for another library. It never looks for a better one: a working set-up
 * stays as it is until `start install` is run.
 */
export async function ensureTensorFlow(
  log: (line: string) => void = console.error,
): Promise<AddonRecord> {
  setTensorFlowEnvironment();
  const linked = readAddonRecord(tfjsPackage().addonPath);
  if (linked !== undefined) {
    const directory = userDirectory(process.env);
    const wanted = directory === undefined ? undefined : (await userLibrary(directory)).key;
    const isUsers = linked.origin === "LIBTENSORFLOW_DIR";
    if (wanted === undefined ? !isUsers : wanted === linked.key) return linked;
  }
  return installTensorFlow(log);
}
