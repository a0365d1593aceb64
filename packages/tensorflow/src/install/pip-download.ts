/**
 * Downloads wheels with the user's own pip, so that their proxy, mirror, certificates and cache apply. `pip download`
 * checks the same hashes as `pip install --target`, but does not unpack the 20,000 files that we do not need, and works
 * with PIP_USER and an externally managed Python.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "@inception-edge/host";
import {
  packageOf,
  requirementsFile,
  WHEEL_PYTHON,
  type Wheel,
  type WheelSet,
} from "./wheel-table.ts";

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

/** Downloads the `chosen` wheels of a set into `directory`, beside temporary files; returns their paths. */
export async function pipDownload(
  wheels: WheelSet,
  chosen: readonly Wheel[],
  directory: string,
): Promise<readonly string[]> {
  const pip = await findPip();
  if (pip === undefined) {
    throw new Error(
      "Cannot download TensorFlow: no pip was found; install it (Debian and Ubuntu: `sudo apt-get install python3-pip`, " +
        "Fedora: `sudo dnf install python3-pip`, macOS: `xcode-select --install`)",
    );
  }
  if (!isRecentPip(pip.version)) {
    throw new Error(
      `Cannot download TensorFlow: pip is ${pip.version}, want 20.3 or newer; ` +
        `run \`${pip.command.join(" ")} install --upgrade pip\``,
    );
  }

  // pip unpacks into the system's temporary folder, which is often a small one in memory.
  const temporary = join(directory, "tmp");
  await mkdir(temporary, { recursive: true });
  const requirements = join(temporary, "requirements.txt");
  await writeFile(
    requirements,
    pinnedVersions(await readFile(requirementsFile(wheels), "utf8"), chosen),
  );
  const { code } = await runCommand(
    [...pip.command, ...downloadArguments(wheels, { requirements, directory })],
    {
      show: true,
      environment: { TMPDIR: temporary, PIP_REQUIRE_VIRTUALENV: "0" },
    },
  );
  if (code !== 0) {
    throw new Error(
      `Cannot download TensorFlow ${wheels.version} (${wheels.name}): pip ended with ${code ?? "a signal"} for the reason above; ` +
        "check the network, or pip's index and proxy (`pip config list`)",
    );
  }
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith(".whl")).map((name) => join(directory, name));
}

/** The lines of a requirements file that pin the `chosen` wheels. */
export function pinnedVersions(text: string, chosen: readonly Wheel[]): string {
  const names = new Set(chosen.map((wheel) => wheel.package));
  return text
    .split("\n")
    .filter((line) => names.has(packageOf(line) ?? ""))
    .map((line) => `${line}\n`)
    .join("");
}

function downloadArguments(
  { tags }: WheelSet,
  { requirements, directory }: { readonly requirements: string; readonly directory: string },
): readonly string[] {
  return [
    "download",
    `--dest=${directory}`,
    `--requirement=${requirements}`,
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    ...tags.map((tag) => `--platform=${tag}`),
    `--python-version=${WHEEL_PYTHON}`,
    "--implementation=cp",
    "--disable-pip-version-check",
  ];
}
