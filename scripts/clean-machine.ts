/**
 * A machine as a stranger has it, inside this one: a fresh clone, an empty HOME, a PATH of named programs and nothing
 * else, and, where the kernel lets us, no network.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What reaches a network that has its own proxy, certificates or mirrors; everything else is left behind. */
// oxfmt-ignore
const NETWORK_VARIABLES = [
  "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "NODE_USE_ENV_PROXY",
  "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "PIP_CERT", "npm_config_registry", "PIP_INDEX_URL", "PIP_CACHE_DIR",
];

const isRoot = process.getuid?.() === 0;

/** Before a command: a namespace with a loopback device only. An ordinary user gives the rights up that come with it. */
const CUT = [
  "unshare",
  ...(isRoot ? ["--net"] : ["--net", "--map-current-user", "--keep-caps"]),
  "sh",
  "-c",
  `ip link set lo up && exec ${isRoot ? "" : "setpriv --ambient-caps=-all "}"$@"`,
  "sh",
];

export interface CleanMachine {
  /** The clone. */
  readonly root: string;
  /** Whether commands can be run without the network. */
  readonly cutsNetwork: boolean;
  /** Makes a program of this machine one of that machine's. */
  install(program: string): void;
  /** Runs a command in the clone, output shown. @returns its exit code; `undefined` if a signal ended it */
  run(
    command: readonly string[],
    options: { readonly network: boolean },
  ): Promise<number | undefined>;
  /** Ends what runs there, and leaves nothing of it. */
  remove(): void;
}

/** @param repository what is cloned: its last commit, not what is changed since. */
export function createCleanMachine(repository: string): CleanMachine {
  const folder = mkdtempSync(join(tmpdir(), "clean-machine-"));
  const root = join(folder, "clone");
  const bin = join(folder, "bin");
  const home = join(folder, "home");
  const npm = join(folder, "npm"); // `npm install --global` must not reach this machine's.
  for (const made of [bin, home, npm, join(folder, "tmp")]) mkdirSync(made);
  const cloned = spawnSync("git", ["clone", "--quiet", repository, root], { stdio: "inherit" });
  if (cloned.status !== 0) throw new Error(`Cannot clone "${repository}": git's reason is above`);

  const kept = NETWORK_VARIABLES.filter((name) => process.env[name]);
  const environment = {
    PATH: [bin, join(npm, "bin")].join(delimiter),
    HOME: home,
    TMPDIR: join(folder, "tmp"),
    LANG: "C",
    npm_config_prefix: npm,
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]!])),
  };
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const clean = ["env", "-i", ...assignments];
  const cutsNetwork = works([...CUT, "true"]);
  let running: number | undefined;

  return {
    root,
    cutsNetwork,
    install(program) {
      const places = (process.env["PATH"] ?? "")
        .split(delimiter)
        .filter((place) => !place.endsWith(join("node_modules", ".bin")));
      const found = places
        .map((place) => join(place, program))
        .find(
          (path) =>
            isExecutable(path) && (program === "sh" || works([...clean, path, "--version"])),
        );
      if (found === undefined) {
        throw new Error(`Cannot find a ${program} on the PATH that starts with an empty HOME`);
      }
      symlinkSync(found, join(bin, program));
    },
    run(command, { network }) {
      const [program = "", ...args] = [
        ...(network || !cutsNetwork ? [] : CUT),
        ...clean,
        join(bin, command[0]!),
        ...command.slice(1),
      ];
      return new Promise((resolve, reject) => {
        const child = spawn(program, args, {
          cwd: root,
          stdio: ["ignore", "inherit", "inherit"],
          detached: true, // A group of its own, which can be ended as a whole.
        });
        running = child.pid;
        child.on("error", reject);
        child.on("close", (code) => {
          running = undefined;
          resolve(code ?? undefined);
        });
      });
    },
    remove() {
      if (running !== undefined) process.kill(-running, "SIGKILL");
      // What was just ended may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function works([program = "", ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
