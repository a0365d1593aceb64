/**
 * What builds an image and runs it. Buildah does on machines where no engine can: CI in a container. `unshare` does where
 * no image can be fetched: it lays the files out itself.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { USER, type Container, type Engine, type StartOptions, type Target } from "./engine.ts";
import { imageWords } from "./image-words.ts";
import { layOutRoot, rootOf } from "./lay-out-root.ts";
import { startInRoot } from "./start-in-root.ts";

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
  buildah: {
    isUsable: () => runs("buildah"),
    build: buildahBuild,
    start: buildahStart,
  },
  unshare: {
    isUsable: () => spawnSync("unshare", ["--mount", "--pid", "--fork", "true"]).status === 0,
    build: layOutRoot,
    start(options) {
      const { entrypoint, cmd, environment } = imageWords(
        options.target === "native" ? "native" : "",
      );
      return startInRoot({ root: rootOf(options.target), entrypoint, cmd, environment }, options);
    },
  },
} as const satisfies Readonly<Record<string, Engine>>;

export type EngineName = keyof typeof engines;

function dockerLike(command: "docker" | "podman"): Engine {
  return {
    isUsable: () => runs(command),
    build: (repository, target) => run(command, ["build", ...buildArguments(target)], repository),
    async start({ target, bundle, at, words, environment, port }) {
      const id = capture(command, [
        "run",
        "--detach",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--tmpfs=/tmp",
        `--user=${USER}`,
        `--volume=${bundle}:${at}:ro`,
        ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
        `--publish=127.0.0.1:${port}:${port}`,
        imageOf(target),
        ...words,
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

async function buildahStart(options: StartOptions): Promise<Container> {
  const container = capture("buildah", ["from", "--pull-never", imageOf(options.target)]);
  const root = capture("buildah", ["mount", container]);
  const { Entrypoint, Cmd, Env } = configOf(container);
  const environment = Object.fromEntries(
    Env.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  const image = { root, entrypoint: Entrypoint, cmd: Cmd ?? [], environment };
  const started = await startInRoot(image, options);
  return {
    async stop() {
      const code = await started.stop();
      run("buildah", ["rm", container]);
      return code;
    },
  };
}

interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[] | null;
  readonly Env: readonly string[];
}

function configOf(container: string): ImageConfig {
  const { Docker } = JSON.parse(capture("buildah", ["inspect", container])) as {
    readonly Docker: { readonly config: ImageConfig };
  };
  return Docker.config;
}

function runs(command: string): boolean {
  return spawnSync(command, ["info"]).status === 0;
}

function run(command: string, args: readonly string[], cwd?: string): void {
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

function capture(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8" }).trim();
}
