/** A project of somebody else's: the tarballs, installed by pnpm in a folder that knows nothing of this repository. */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./must-run.ts";
import type { PackedPackage } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

/** What examples need besides, and where this repository has it. The service is not published, its example is checked. */
const BESIDES = {
  "@inception-edge/serve": "packages/serve",
  "@tensorflow/tfjs-backend-cpu": "packages/model/node_modules/@tensorflow/tfjs-backend-cpu",
  "@types/node": "node_modules/@types/node",
} as const;

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
      .map((name) => [name, linkTo(join(directory, "node_modules", name))]),
  );
  mkdirSync(project, { recursive: true });
  const links = Object.entries(BESIDES).map(([name, path]) => [name, linkTo(join(ROOT, path))]);
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

function linkTo(path: string): string {
  return `link:${realpathSync(path)}`;
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
