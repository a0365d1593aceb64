/** A project of somebody else's: the tarballs, installed by pnpm in a folder that knows nothing of this repository. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mustRun, type PackedPackage } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

/** What examples and their check by the compiler need beside the packages. */
const OF_THE_ROOT = ["@types/node"];

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
      .map((name) => [name, `link:${realpathSync(join(directory, "node_modules", name))}`]),
  );
  mkdirSync(project, { recursive: true });
  const dependencies = Object.fromEntries(tarballs);
  writeJson(join(project, "package.json"), { private: true, type: "module", dependencies });
  // JSON is YAML. A store of its own: nothing stays in the user's.
  writeJson(join(project, "pnpm-workspace.yaml"), {
    overrides: Object.fromEntries([...tarballs, ...others]),
    storeDir: join(project, ".store"),
    cacheDir: join(project, ".cache"),
  });
  const pnpm = join(ROOT, "scripts/pnpm.js");
  await mustRun(process.execPath, [pnpm, "install", "--offline"], { cwd: project });
  for (const name of OF_THE_ROOT) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(ROOT, "node_modules", name)), link);
  }
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
