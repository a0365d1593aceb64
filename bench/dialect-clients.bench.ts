/**
 * Asks the service by the clients that its users already have (tritonclient, kserve's v1 and v2, open-inference-openapi,
 * huggingface_hub), and as the platforms hand on bodies: does each get the answers of /classify, from one process without
 * configuration?
 *
 *   node --conditions=@inception-edge/source bench/dialect-clients.bench.ts PYTHON [BUNDLE] [deno|node]
 *   node --conditions=@inception-edge/source bench/dialect-clients.bench.ts PYTHON --record FILE
 *
 * PYTHON is an interpreter with `tritonclient[http] kserve open-inference-openapi huggingface_hub requests numpy`. The second form asks with the test's bundle and image,
 * and writes what the clients sent: packages/serve/test/dialects/client-requests.json. Exits with 1 when one gets another
 * answer.
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { withBundle } from "../packages/serve/test/ask-process.ts";
import {
  startProcess,
  type RuntimeName,
  type ServiceProcess,
} from "../packages/serve/test/start-process.ts";
import { startRecordingProxy, type RecordedRequest } from "./recording-proxy.ts";

const CLIENTS = join(import.meta.dirname, "peers/dialect_clients.py");
/** Of NaN, whatever the protocol. */
const REFUSED = /^400 Cannot classify .* NaN/;
/** What no client has made, but the script by itself, and what names the version of a bundle that tests make anew. */
const NOT_KEPT = /^\/(invocations|vertex|score)|\/versions\//;

interface Asked {
  readonly clients: Readonly<Record<string, string>>;
  /** By call: a label, an index, or what an error said. */
  readonly results: Readonly<Record<string, string | number>>;
}

const [, , python = "python3", ...rest] = process.argv;
if (rest[0] === "--record") {
  await withBundle(async (modelDir) => {
    const requests = await tryClients(modelDir, "golden/0.png", "node");
    await writeFile(rest[1]!, toFixture(requests));
    console.log(`${requests.length} requests in ${rest[1]}`);
  });
} else {
  const [bundle = "packages/serve/bundle", runtime = "deno"] = rest;
  await tryClients(resolve(bundle), "golden/0.jpeg", runtime as RuntimeName);
}

async function tryClients(
  modelDir: string,
  imageFile: string,
  runtime: RuntimeName,
): Promise<readonly RecordedRequest[]> {
  const service = await startProcess(runtime, { modelDir, timeoutMs: 600_000 });
  const proxy = await startRecordingProxy(service.port);
  try {
    const image = join(modelDir, imageFile);
    const wanted = await classified(service, image);
    const { size, url } = { size: await inputSize(service), url: `http://127.0.0.1:${proxy.port}` };
    const args = [CLIENTS, url, "inception", String(size), image];
    const { stdout } = await promisify(execFile)(python, args, { timeout: 300_000 });
    judge(JSON.parse(stdout.trim().split("\n").at(-1)!) as Asked, wanted);
    return proxy.requests;
  } finally {
    proxy.close();
    service.kill("SIGTERM");
    await service.ended;
  }
}

/** The image's best class by /classify. */
async function classified(
  { port }: ServiceProcess,
  image: string,
): Promise<{ readonly label: string; readonly index: number }> {
  const url = `http://127.0.0.1:${port}`;
  const body = await readFile(image);
  const answer = await fetch(`${url}/classify?top_k=1`, { method: "POST", body });
  const { predictions } = (await answer.json()) as {
    readonly predictions: readonly { readonly id: string; readonly label: string }[];
  };
  const { id, label } = predictions[0]!;
  const labels = (await (await fetch(`${url}/labels`)).json()) as readonly {
    readonly id: string;
  }[];
  return { label, index: labels.findIndex((one) => one.id === id) };
}

async function inputSize({ port }: ServiceProcess): Promise<number> {
  const model = (await (await fetch(`http://127.0.0.1:${port}/model`)).json()) as {
    readonly input: { readonly size: number };
  };
  return model.input.size;
}

/** Images get /classify's class; the same pixels, however they come, get one class. */
function judge(
  { clients, results }: Asked,
  wanted: { readonly label: string; readonly index: number },
): void {
  const ofPixels = results["triton pixels FP32 binary"];
  for (const [call, result] of Object.entries(results)) {
    const isGood = call.includes("NaN")
      ? REFUSED.test(String(result))
      : call.includes("pixels")
        ? result === ofPixels
        : result === wanted.label || result === wanted.index;
    console.log(`${isGood ? "ok  " : "MISS"} ${call}: ${result}`);
    if (!isGood) process.exitCode = 1;
  }
  console.log(
    Object.entries(clients)
      .map((one) => one.join(" "))
      .join(", "),
  );
}

/** A request a line; bodies compressed, since tensors of one value are long. */
function toFixture(requests: readonly RecordedRequest[]): string {
  const lines = requests
    .filter(({ method, path }) => method === "POST" && !NOT_KEPT.test(path))
    .map((request) =>
      JSON.stringify({ ...request, body: gzipSync(request.body).toString("base64") }),
    );
  return `[\n${lines.join(",\n")}\n]\n`;
}
