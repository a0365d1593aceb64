/**
 * What a request of each dialect costs beside decoding, preparing and inference, compared with the same image to
 * /classify: reading the body, the hand-over to a thread and back, and the answer, as Server-Timing tells.
 *
 *   node --conditions=@inception-edge/source bench/dialect-own-time.bench.ts [BUNDLE] [deno|node]
 *
 * Requests of all kinds go in turns, one after another. Exits with 1 when a binary request of the Open Inference
 * Protocol costs more than 1.2 times what /classify does.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bytesTensor } from "../packages/serve/test/dialects/dialect-request.ts";
import { startProcess, type RuntimeName } from "../packages/serve/test/start-process.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";

const ROUNDS = 400;
const WARM_UP = 100;
const MOST = 1.2;

const [, , bundle = "packages/serve/bundle", runtime = "deno"] = process.argv;
const modelDir = resolve(bundle);
const image = await readFile(join(modelDir, "golden/0.jpeg"));
const { input } = JSON.parse(await readFile(join(modelDir, "manifest.json"), "utf8")) as {
  readonly input: { readonly size: number };
};
const others = otherLoad();
const service = await startProcess(runtime as RuntimeName, { modelDir, timeoutMs: 3_600_000 });
try {
  await measure();
} finally {
  service.kill("SIGTERM");
  await service.ended;
}
console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);

async function measure(): Promise<void> {
  const times = new Map(Object.keys(requests()).map((name) => [name, [] as number[]]));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const [name, [path, init]] of Object.entries(requests())) {
      const ms = await ownTime(path, init);
      if (round >= WARM_UP) times.get(name)!.push(ms);
    }
  }
  const classify = times.get("/classify")!;
  console.log(`${runtime}, an image of ${image.length} bytes, ${ROUNDS} requests each`);
  for (const [name, ms] of times) {
    const [half, tenth] = [median(ms), percentile(ms, 0.1)];
    const ratios = [half / median(classify), tenth / percentile(classify, 0.1)];
    console.log(
      `${name.padEnd(20)} median ${half.toFixed(2)} ms (${ratios[0]!.toFixed(2)}×), 10th percentile ${tenth.toFixed(2)} ms (${ratios[1]!.toFixed(2)}×)`,
    );
  }
  const ratio = median(times.get("v2 image, binary")!) / median(classify);
  const isGood = ratio <= MOST;
  console.log(`${isGood ? "ok  " : "MISS"} v2 image, binary, over /classify: at most ${MOST}`);
  if (!isGood) process.exitCode = 1;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!;
}

function requests(): Readonly<Record<string, readonly [string, RequestInit]>> {
  const base64 = image.toString("base64");
  const { size } = input;
  const pixels = new Uint8Array(size * size * 3).fill(128);
  return {
    "/classify": ["/classify", { method: "POST", body: image }],
    "v2 image, binary": v2({ name: "image", datatype: "BYTES", shape: [1] }, bytesTensor(image)),
    "v2 pixels, binary": v2(
      { name: "pixels", datatype: "UINT8", shape: [1, size, size, 3] },
      Buffer.from(pixels),
    ),
    "v2 image, JSON": json("/v2/models/inception/infer", {
      inputs: [{ name: "image", datatype: "BYTES", shape: [1], data: [base64] }],
    }),
    "TensorFlow Serving": json("/v1/models/inception:predict", { instances: [{ b64: base64 }] }),
    "Vertex AI": json("/vertex/predict", { instances: [{ content: base64 }] }),
  };
}

/** What tritonclient sends. */
function v2(tensor: object, binary: Buffer): readonly [string, RequestInit] {
  const parameters = { binary_data_size: binary.length };
  const text = Buffer.from(
    JSON.stringify({
      inputs: [{ ...tensor, parameters }],
      outputs: [{ name: "probabilities", parameters: { binary_data: true } }],
    }),
  );
  const headers = { "inference-header-content-length": String(text.length) };
  const body = Buffer.concat([text, binary]);
  return ["/v2/models/inception/infer", { method: "POST", body, headers }];
}

function json(path: string, value: unknown): readonly [string, RequestInit] {
  const headers = { "content-type": "application/json" };
  return [path, { method: "POST", body: JSON.stringify(value), headers }];
}

async function ownTime(path: string, init: RequestInit): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${service.port}${path}`, init);
  const body = await answer.arrayBuffer();
  if (answer.status !== 200) {
    throw new Error(`Cannot measure: ${answer.status} ${Buffer.from(body).toString()}`);
  }
  const timing = answer.headers.get("server-timing")!;
  const ms = (stage: string): number =>
    Number(new RegExp(`\\b${stage};dur=([\\d.]+)`).exec(timing)?.[1] ?? 0);
  return ms("total") - ms("decode") - ms("prepare") - ms("infer");
}
