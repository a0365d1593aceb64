/** A built module on `deno serve`, with no right but to variables. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { denoProgram } from "../../packages/serve/src/entry/deno-program.ts";

export interface ModuleService {
  readonly url: string;
  readonly pid: number;
}

/**
 * Starts it, hands it out once it listens, and ends it whatever happens.
 * @throws {Error} with what it said, when it ends before
 */
export async function serveModule(
  folder: string,
  environment: Readonly<Record<string, string>>,
  work: (service: ModuleService) => Promise<void>,
): Promise<void> {
  const args = ["serve", "--no-prompt", "-E", "--host=127.0.0.1", "--port=0", "main.js"];
  const child = spawn(denoProgram(), args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...environment },
  });
  const said: string[] = [];
  const exit = once(child, "exit");
  const listening = new Promise<string>((resolve) => {
    createInterface(child.stderr).on("line", (line) => {
      said.push(line);
      const [, port] = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  try {
    const url = await Promise.race([listening, exit.then(() => undefined)]);
    if (url === undefined) throw new Error(`The module ended: ${said.join("\n")}`);
    await work({ url, pid: child.pid! });
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}
