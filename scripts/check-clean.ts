/**
 * `pnpm check:clean [serve] [start] [test]`: whether the README's commands hold on a stranger's machine. Clones the
 * last commit, sets it up with the programs that the README asks for, then runs the commands without the network.
 * Takes half an hour on two cores and 4 GB of disk, so it is no part of `npm test`.
 */
import { spawnSync } from "node:child_process";
import { createCleanMachine } from "./clean-machine.ts";

interface Check {
  /** Programs that the machine has from then on. */
  readonly programs: readonly string[];
  /** The only part that may use the network. */
  readonly setup: readonly string[];
  readonly command: readonly string[];
}

const TRAINING = ["git", "python3", "c++", "as", "ld"]; // A compiler calls the last two itself.
const SETUP = ["node", "scripts/setup.js"];

const CHECKS: Readonly<Record<string, Check>> = {
  serve: {
    programs: [],
    setup: [...SETUP, "--without-tensorflow"],
    command: ["node", "scripts/try-serving.js"],
  },
  start: { programs: TRAINING, setup: SETUP, command: ["npm", "start"] },
  test: { programs: TRAINING, setup: SETUP, command: ["npm", "test"] },
};

const wanted = process.argv.slice(2).filter((argument) => argument !== "--");
const unknown = wanted.filter((name) => !Object.hasOwn(CHECKS, name));
if (unknown.length > 0) {
  console.error(`Unknown check "${unknown[0]}"; wanted any of ${Object.keys(CHECKS).join(", ")}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await checkAll(wanted)) ? 0 : 1;
}

async function checkAll(names: readonly string[]): Promise<boolean> {
  const changed = spawnSync("git", ["status", "--porcelain"], { encoding: "utf8" }).stdout !== "";
  if (changed) console.log("Note: what is not committed is not checked");
  const machine = createCleanMachine(process.cwd());
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      machine.remove();
      process.exit(130);
    });
  }
  const results: string[] = [];
  try {
    console.log(
      `A clean machine in ${machine.root}, ${machine.cutsNetwork ? "off" : "still on, since this kernel lets nobody off,"} the network after each set-up`,
    );
    const installed = new Set<string>();
    for (const [name, check] of Object.entries(CHECKS)) {
      if (names.length > 0 && !names.includes(name)) continue;
      for (const program of ["sh", "node", "npm", ...check.programs]) {
        if (!installed.has(program)) machine.install(program);
        installed.add(program);
      }
      results.push(await step(`${name}: set-up`, check.setup, true));
      results.push(await step(name, check.command, false));
    }
  } finally {
    machine.remove();
  }
  console.log(`\n${results.join("\n")}`);
  return results.every((line) => line.startsWith("ok"));

  async function step(name: string, command: readonly string[], network: boolean): Promise<string> {
    console.log(`\n== ${name}: ${command.join(" ")}`);
    const start = performance.now();
    const code = await machine.run(command, { network });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    return `${code === 0 ? "ok  " : "FAIL"} ${name} in ${seconds} s${code === 0 ? "" : `, code ${code}`}`;
  }
}
