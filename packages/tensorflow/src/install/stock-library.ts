/**
 * The last resort: the library and the ready-made addon that tfjs-node-gpu's own install script
 * downloads into its package folder (libtensorflow 2.9.1 on Linux x64, of 2022, CUDA 11).
 */
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "@inception-edge/host";
import { loadedVersion } from "./build-addon.ts";
import { libraryLayout } from "./library-layout.ts";
import { ADDON_RECORD, type AddonRecord } from "./linked-addon.ts";
import type { TfjsPackage } from "./tfjs-package.ts";

/** Runs the package's install script and records the library that it installed. */
export async function installStockLibrary(
  { directory, addonPath }: TfjsPackage,
  gpu: boolean,
): Promise<AddonRecord> {
  await rm(addonPath, { force: true });
  // The script rewrites package.json in place, which pnpm may have hard-linked from its store.
  const manifest = join(directory, "package.json");
  await copyFile(manifest, `${manifest}.own`);
  await rename(`${manifest}.own`, manifest);

  const script = join(directory, "scripts", "install.js");
  const { code, output } = await runCommand(
    [process.execPath, script, gpu ? "gpu" : "cpu", "download"],
    { directory },
  );
  const layout = libraryLayout(join(directory, "deps"));
  const library = layout?.files[0];
  if (code !== 0 || library === undefined) {
    const reason = /^\w*Error: .*$/m.exec(output)?.[0] ?? output.trim();
    throw new Error(`Cannot download tfjs-node-gpu's own TensorFlow: ${reason}`);
  }
  const version = await loadedVersion(addonPath);
  const record: AddonRecord = {
    origin: "stock",
    key: `stock-${version}`,
    version,
    directory: join(directory, "deps"),
    library,
  };
  await writeFile(join(dirname(addonPath), ADDON_RECORD), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}
