/** What builds an image and runs it. Buildah does on machines where no engine can: CI in a container. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/** Of the Dockerfile: the image for everywhere, and the one with LiteRT's library. */
export const targets = ["wasm", "native"] as const;
/** One of `targets`. */
export type Target = (typeof targets)[number];

export interface Engine {
  /** @param repository the build's context */
  build(repository: string, target: Target): void;
  start(options: StartOptions): Promise<Container>;
}

export interface StartOptions {
  readonly target: Target;
  /** Folder, mounted at /bundle. */
  readonly bundle: string;
  readonly port: number;
}

export interface Container {
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number>;
}

function imageOf(target: Target): string {
  return target === "native" ? "inception-edge-serve-native" : "inception-edge-serve";
}

/** The last stage of the file is WebAssembly's, as for a user who names none. */
function buildArguments(target: Target): readonly string[] {
  const named = target === "native" ? ["--target", target] : [];
  return ["-f", "deploy/Dockerfile", ...named, "-t", imageOf(target), "."];
}

export const engines = {
  docker: dockerLike("docker"),
  podman: dockerLike("podman"),
  buildah: { build: buildahBuild, start: chrootStart },
} as const satisfies Readonly<Record<string, Engine>>;

export type EngineName = keyof typeof engines;

function dockerLike(command: "docker" | "podman"): Engine {
  return {
    build: (repository, target) => run(command, ["build", ...buildArguments(target)], repository),
    async start({ target, bundle, port }) {
      const id = capture(command, [
        "run",
        "--detach",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--tmpfs=/tmp",
        "--tmpfs=/deno-dir",
        `--volume=${bundle}:/bundle:ro`,
        `--publish=127.0.0.1:${port}:8000`,
        imageOf(target),
      ]);
      return {
        async stop() {
          run(command, ["stop", "--time", "30", id]);
          const code = capture(command, ["inspect", "--format", "{{.State.ExitCode}}", id]);
          run(command, ["rm", id]);
          return Number(code);
        },
      };
    },
  };
}

function buildahBuild(repository: string, target: Target): void {
  const ignore = resolve(repository, "deploy/Dockerfile.dockerignore");
  const options = [
    "--isolation",
    "chroot",
    "--layers",
    "--format",
    "docker",
    "--ignorefile",
    ignore,
  ];
  run("buildah", ["build", ...options, ...buildArguments(target)], repository);
}

/** The image's files as the root, read-only, in mounts of their own; its user, its command. */
const CHROOT = `
set -e
mount --bind "$ROOT" "$ROOT"
mount --bind "$BUNDLE" "$ROOT/bundle"
mount -t proc proc "$ROOT/proc"
mount --bind /dev "$ROOT/dev"
mount -o remount,bind,ro "$ROOT"
mount -t tmpfs tmpfs "$ROOT/tmp"
exec env -i $ENVIRONMENT setpriv --no-new-privs chroot --userspec=65532:65532 --groups= "$ROOT" "$@"
`;

async function chrootStart({ target, bundle }: StartOptions): Promise<Container> {
  const container = capture("buildah", ["from", "--pull-never", imageOf(target)]);
  const root = capture("buildah", ["mount", container]);
  const { Entrypoint, Cmd, Env } = configOf(container);
  const child = spawn("unshare", ["--mount", "sh", "-c", CHROOT, "sh", ...Entrypoint, ...Cmd], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ROOT: root, BUNDLE: bundle, ENVIRONMENT: Env.join(" ") },
  });
  const exit = once(child, "exit") as Promise<[number | null]>;
  return {
    async stop() {
      child.kill("SIGTERM");
      const [code] = await exit;
      run("buildah", ["rm", container]);
      return code ?? 1;
    },
  };
}

interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
}

function configOf(container: string): ImageConfig {
  const { Docker } = JSON.parse(capture("buildah", ["inspect", container])) as {
    readonly Docker: { readonly config: ImageConfig };
  };
  return Docker.config;
}

function run(command: string, args: readonly string[], cwd?: string): void {
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

function capture(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8" }).trim();
}
