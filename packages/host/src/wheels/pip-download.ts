/**
 * Downloads wheels with the user's own pip, so that their proxy, mirror, certificates and cache apply. `pip download`
 * checks the same hashes as `pip install --target`, but does not unpack the 20,000 files that we do not need, and works
 * with PIP_USER and an externally managed Python.
 */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../processes/run-command.ts";

/** Wheels, as pip's requirement files pin them. */
export interface PinnedWheels {
  /** For messages: `TensorFlow 2.21.0 (linux-x64-cpu)`. */
  readonly name: string;
  /** Wheel tags, exactly as in the file names: pip compares them letter by letter. */
  readonly tags: readonly string[];
  /** Lines of `package==version --hash=sha256:…`. */
  readonly requirements: string;
}

/** The Python the wheels are built for. Only pip's choice depends on it: no Python code is kept. */
const WHEEL_PYTHON = "3.11";

/** A pip that runs. */
interface Pip {
  readonly command: readonly [string, ...string[]];
  /** "23.2.1". */
  readonly version: string;
}

const CANDIDATES = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"]] as const;

/** The first pip of this machine, or `undefined`. */
async function findPip(): Promise<Pip | undefined> {
  for (const command of CANDIDATES) {
    const { code, output } = await runCommand([...command, "--version"]);
    const version = code === 0 ? pipVersion(output) : undefined;
    if (version !== undefined) return { command, version };
  }
  return undefined;
}

/** "23.2.1" from the output of `pip --version`: "pip 23.2.1 from /usr/lib/… (python 3.11)". */
export function pipVersion(text: string): string | undefined {
  return /^pip (\d+(?:\.\d+)*)/m.exec(text)?.[1];
}

/** True for pip 20.3 or newer, the first version that accepts more than one `--platform`. */
export function isRecentPip(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 3);
}

/** Downloads wheels into `directory`, beside temporary files; returns their paths. */
export async function pipDownload(
  { name, tags, requirements }: PinnedWheels,
  directory: string,
): Promise<readonly string[]> {
  const pip = await findPip();
  if (pip === undefined) {
    throw new Error(
      `Cannot download ${name}: no pip was found; install it (Debian and Ubuntu: \`sudo apt-get install python3-pip\`, ` +
        "Fedora: `sudo dnf install python3-pip`, macOS: `xcode-select --install`)",
    );
  }
  if (!isRecentPip(pip.version)) {
    throw new Error(
      `Cannot download ${name}: pip is ${pip.version}, want 20.3 or newer; ` +
        `run \`${pip.command.join(" ")} install --upgrade pip\``,
    );
  }

  // pip unpacks into the system's temporary folder, which is often a small one in memory.
  const temporary = join(directory, "tmp");
  await mkdir(temporary, { recursive: true });
  const file = join(temporary, "requirements.txt");
  await writeFile(file, requirements);
  const { code } = await runCommand(
    [...pip.command, ...downloadArguments(tags, { file, directory })],
    {
      show: true,
      environment: { TMPDIR: temporary, PIP_REQUIRE_VIRTUALENV: "0" },
    },
  );
  if (code !== 0) {
    throw new Error(
      `Cannot download ${name}: pip ended with ${code ?? "a signal"} for the reason above; ` +
        "check the network, or pip's index and proxy (`pip config list`)",
    );
  }
  const names = await readdir(directory);
  return names.filter((one) => one.endsWith(".whl")).map((one) => join(directory, one));
}

function downloadArguments(
  tags: readonly string[],
  { file, directory }: { readonly file: string; readonly directory: string },
): readonly string[] {
  return [
    "download",
    `--dest=${directory}`,
    `--requirement=${file}`,
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    ...tags.map((tag) => `--platform=${tag}`),
    `--python-version=${WHEEL_PYTHON}`,
    "--implementation=cp",
    "--disable-pip-version-check",
  ];
}
