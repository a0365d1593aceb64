/** Starts an image's files as a container would: they are the root, read-only, and the service is the first process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { USER, type Container, type StartOptions } from "./engine.ts";

/** An image that is unpacked. */
export interface UnpackedImage {
  readonly root: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** In mounts and processes of its own. */
const SCRIPT = `
set -e
mount --bind "$ROOT" "$ROOT"
mkdir -p "$ROOT$AT" "$ROOT/proc" "$ROOT/dev" "$ROOT/tmp"
mount --bind "$BUNDLE" "$ROOT$AT"
mount -t proc proc "$ROOT/proc"
mount --bind /dev "$ROOT/dev"
mount -o remount,bind,ro "$ROOT"
mount -t tmpfs tmpfs "$ROOT/tmp"
exec env -i $ENVIRONMENT setpriv --no-new-privs "$(command -v chroot)" --userspec=${USER}:${USER} --groups= "$ROOT" "$@"
`;

/** Needs root, and util-linux. */
export async function startInRoot(
  { root, entrypoint, cmd, environment }: UnpackedImage,
  { bundle, at, words, environment: given }: StartOptions,
): Promise<Container> {
  const variables = Object.entries({ ...environment, ...given }).map((pair) => pair.join("="));
  const command = [...entrypoint, ...(words.length > 0 ? words : cmd)];
  const spaces = ["--mount", "--pid", "--fork", "--kill-child"];
  const child = spawn("unshare", [...spaces, "sh", "-c", SCRIPT, "sh", ...command], {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ROOT: root,
      BUNDLE: bundle,
      AT: at,
      ENVIRONMENT: variables.join(" "),
    },
  });
  const exit = once(child, "exit") as Promise<[number | null]>;
  return {
    async stop() {
      if (child.exitCode === null) process.kill(await firstProcess(child.pid!), "SIGTERM");
      const [code] = await exit;
      return code ?? 1;
    },
  };
}

/** The one that `unshare` has forked: 1 in its own space. */
async function firstProcess(pid: number): Promise<number> {
  for (;;) {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    if (children !== "") return Number.parseInt(children, 10);
    await sleep(10);
  }
}
