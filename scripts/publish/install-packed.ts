/** A project of somebody else's: the tarballs, installed by pnpm in a folder that knows nothing of this repository. */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mustRun, type PackedPackage } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

/** What examples need besides, by the folder that has it installed. */
const BESIDES = [
  [".", "@types/node"],
  ["packages/model", "@tensorflow/tfjs-backend-cpu"],
] as const;

/**
 * Installs without the network. Our packages come out of their tarballs; what they depend on is linked to what this
 * repository has installed, as pnpm's cache knows no versions on a machine that has only ever installed a lockfile.
 */
export async function installPacked(
  project: string,
  packed: readonly PackedPackage[],
): Promise<void> {
  const tarballs = packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]);
  const others = packed.flatMap(({ directory, manifest }) =>
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      .filter((name) => !name.startsWith("@inception-edge/"))
      .map((name) => [name, `link:${installedAt(directory, name)}`]),
  );
  mkdirSync(project, { recursive: true });
  const links = BESIDES.map(([folder, name]) => [name, `link:${installedAt(folder, name)}`]);
  const peers = packed.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}));
  const dependencies = Object.fromEntries([
    ...tarballs,
    ...links,
    ...others.filter(([name]) => peers.includes(name!)),
  ]);
  writeJson(join(project, "package.json"), { private: true, type: "module", dependencies });
  // JSON is YAML. A store of its own: nothing stays in the user's.
  writeJson(join(project, "pnpm-workspace.yaml"), {
    overrides: Object.fromEntries([...tarballs, ...others]),
    storeDir: join(project, ".store"),
    cacheDir: join(project, ".cache"),
  });
  const pnpm = join(ROOT, "scripts/pnpm.js");
  await mustRun(process.execPath, [pnpm, "install", "--offline"], { cwd: project });
}

function installedAt(folder: string, name: string): string {
  return realpathSync(resolve(ROOT, folder, "node_modules", name));
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
