/** What serve-peer.bench.ts compares: our service, and what teams would write in Python or TypeScript, as processes. */
import { spawn, spawnSync, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findLiteRt } from "../packages/litert/src/mod.ts";
import { startProcess, type RuntimeName } from "../packages/serve/test/start-process.ts";
import { bundleOnnx } from "./peers/bundle-onnx.ts";

export interface Contender {
  readonly name: string;
  readonly url: string;
  /** Its first process; the others are its children. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Machine {
  /** The bundle. */
  readonly modelDir: string;
  /** Interpreter with the packages that the bench's header lists. */
  readonly python: string;
  /** Folder with `hono @hono/node-server sharp onnxruntime-node`; undefined: without those peers. */
  readonly modules: string | undefined;
  /** Of the FastAPI peer: `int8`, `float32`, `keras`. */
  readonly variants: readonly string[];
}

const PEERS = join(import.meta.dirname, "peers");
const FIRST_PORT = 8199;

/** Starts all; where one cannot start, those before it are stopped. */
export async function startContenders(machine: Machine): Promise<Contender[]> {
  const contenders: Contender[] = [];
  const starts = [...ours(machine), ...fastApi(machine), ...onnx(machine)];
  try {
    for (const start of starts) contenders.push(await start());
    return contenders;
  } catch (error) {
    await Promise.allSettled(contenders.map(({ stop }) => stop()));
    throw error;
  }
}

type Start = () => Promise<Contender>;

function ours({ modelDir }: Machine): Start[] {
  const library = findLiteRt();
  const start = (runtime: RuntimeName, variant: string, native: string | undefined): Start => {
    const environment = {
      WORKERS: "2",
      MODEL_VARIANT: variant,
      ...(native && { ENGINE: "litert-native", LITERT_LIBRARY: native }),
    };
    return async () => {
      const service = await startProcess(runtime, { modelDir, environment, timeoutMs: 3_600_000 });
      return {
        name: `ours, ${variant}, ${native ? "native" : "WebAssembly"}, ${runtime}`,
        url: `http://127.0.0.1:${service.port}`,
        pid: service.pid,
        async stop() {
          service.kill("SIGTERM");
          await service.ended;
        },
      };
    };
  };
  const native = library === undefined ? [] : [library];
  if (library === undefined) console.log("Without litert-native: its library is not installed");
  return [
    ...native.map((path) => start("deno", "int8", path)),
    start("deno", "int8", undefined),
    ...native.map((path) => start("node", "int8", path)),
    ...native.map((path) => start("deno", "float32", path)),
    start("deno", "float32", undefined),
  ];
}

function fastApi({ python, modelDir, variants }: Machine): Start[] {
  return variants.map((variant, place) => {
    const port = FIRST_PORT + place;
    const args = ["fastapi_service:app", "--workers", "2", "--port", `${port}`, "--no-access-log"];
    const command = [python, "-m", "uvicorn", ...args, "--log-level", "warning"] as const;
    const env = { BUNDLE: modelDir, VARIANT: variant, PYTHONDONTWRITEBYTECODE: "1" };
    return () => startPeer(`FastAPI, ${variant}`, { command, port, env });
  });
}

function onnx({ python, modelDir, modules }: Machine): Start[] {
  if (modules === undefined) {
    console.log("Without the onnxruntime-node peer: PEER_MODULES names no folder");
    return [];
  }
  return ["int8", "float32"].map((variant, place) => async () => {
    const port = FIRST_PORT + 10 + place;
    const folder = await mkdtemp(join(tmpdir(), "inception-edge-onnx-"));
    const model = join(folder, "float32.onnx");
    await writeFile(model, (await bundleOnnx(modelDir, "float32"))!);
    const int8 = join(folder, "int8.onnx");
    const own = variant === "int8" ? await bundleOnnx(modelDir, "int8") : undefined;
    if (own !== undefined) await writeFile(int8, own);
    else if (variant === "int8") {
      const env = { ...process.env, BUNDLE: modelDir, PYTHONDONTWRITEBYTECODE: "1" };
      const args = [join(PEERS, "quantize_onnx.py"), model, int8];
      const { status, stderr } = spawnSync(python, args, { env, encoding: "utf8" });
      if (status !== 0) throw new Error(`Cannot quantize for onnxruntime: ${stderr.slice(-1000)}`);
    }
    const contender = await startPeer(`Hono, onnxruntime-node, ${variant}`, {
      command: [
        process.execPath,
        "--conditions=@inception-edge/source",
        join(PEERS, "onnx-service.ts"),
      ],
      port,
      env: {
        BUNDLE: modelDir,
        MODEL: variant === "int8" ? int8 : model,
        PORT: `${port}`,
        PEER_MODULES: modules,
      },
    });
    return {
      ...contender,
      async stop() {
        await contender.stop();
        await rm(folder, { recursive: true });
      },
    };
  });
}

interface Peer {
  readonly command: readonly [string, ...string[]];
  readonly port: number;
  readonly env: NonNullable<SpawnOptions["env"]>;
}

async function startPeer(name: string, { command, port, env }: Peer): Promise<Contender> {
  const url = `http://127.0.0.1:${port}`;
  if (await isUp(url)) throw new Error(`Cannot start the peer: something answers at "${url}"`);
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: PEERS,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let ready = false; !ready; await sleep(100)) {
    if (child.exitCode !== null) {
      throw new Error(`Cannot start the peer "${name}": it ended with ${child.exitCode}`);
    }
    ready = await isUp(url);
  }
  return {
    name,
    url,
    pid: child.pid!,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
