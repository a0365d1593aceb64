/** The service as its user starts it: a process of its own on Deno or Node, at a port of its own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export type RuntimeName = "deno" | "node";

/** It becomes the runtime, Deno with its least permissions. */
const START = fileURLToPath(new URL("../src/entry/start.ts", import.meta.url));
/** Far beyond what any test takes. */
const TIMEOUT_MS = 100_000;

export interface ServiceProcess {
  readonly port: number;
  /** The log so far, one JSON object per line. */
  readonly log: readonly string[];
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Reads no more of the log, as `| head` does. */
  closeLog(): void;
  /** Resolves when a line of the log, past or to come, contains the words. */
  logged(words: string): Promise<string>;
  /** The exit code; undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>;
}

export interface StartOptions {
  readonly modelDir: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** It ends a process that hangs. */
  readonly timeoutMs?: number;
  /** Replaces the program and its arguments. */
  readonly command?: readonly [string, ...string[]];
}

/** A process as it is, without anything of ours. */
export interface SpawnOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Of the user and the group; the caller's own when absent. */
  readonly uid?: number | undefined;
  readonly timeoutMs?: number;
}

/** @throws {Error} with what it said, when it ends before it is ready */
export async function startProcess(
  runtime: RuntimeName,
  { modelDir, environment = {}, timeoutMs = TIMEOUT_MS, command }: StartOptions,
): Promise<ServiceProcess> {
  const [program, ...args] = command ?? [
    process.execPath,
    "--conditions=@inception-edge/source",
    START,
    ...(runtime === "node" ? ["--node"] : []),
  ];
  return spawnService([program, ...args], {
    environment: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      WORKERS: "1",
      MODEL_DIR: modelDir,
      ...environment,
    },
    timeoutMs,
  });
}

/** @throws {Error} with what it said, when it ends before it is ready */
export async function spawnService(
  [program, ...args]: readonly [string, ...string[]],
  { environment, uid, timeoutMs = TIMEOUT_MS }: SpawnOptions,
): Promise<ServiceProcess> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment,
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const log: string[] = [];
  const waiting = new Set<() => void>();
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    log.push(...lines);
    for (const look of waiting) look();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? undefined));
  });

  function logged(words: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const line = log.find((one) => one.includes(words));
        if (line === undefined) return;
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended: ${errors}\n${log.join("\n")}`)));
    });
  }

  const ready = JSON.parse(await logged('"event":"ready"')) as { readonly url: string };
  return {
    port: Number(new URL(ready.url).port),
    log,
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    closeLog: () => void child.stdout.destroy(),
    logged,
    ended,
  };
}

/** Starts it with a bundle, hands it out, and ends it whatever happens. */
export async function withProcess(
  runtime: RuntimeName,
  options: StartOptions,
  work: (service: ServiceProcess) => Promise<void>,
): Promise<void> {
  const service = await startProcess(runtime, options);
  try {
    await work(service);
  } finally {
    service.kill("SIGKILL");
    await service.ended;
  }
}
