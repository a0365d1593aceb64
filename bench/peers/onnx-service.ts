/**
 * A PEER, for bench/serve-peer.bench.ts only: nothing of Inception Edge uses it.
 *
 * What a TypeScript team would write to answer the same requests from the same bundle: Hono on Node, sharp, and the
 * network in onnxruntime-node. One thread a process, a process a core by node:cluster; no queue, limits or metrics.
 *
 *   BUNDLE=… MODEL=model.onnx PORT=… PEER_MODULES=DIR node onnx-service.ts
 */
import cluster from "node:cluster";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";
import type { BundleManifest } from "../../packages/bundle/src/mod.ts";

const PROCESSES = 2;
const { BUNDLE, MODEL, PORT, PEER_MODULES } = process.env as Record<string, string>;

/** The parts that are used here, of packages that are none of the project's dependencies. */
interface Sharp {
  rotate(): Sharp;
  flatten(options: object): Sharp;
  toColourspace(name: "srgb"): Sharp;
  resize(width: number, height: number, options: object): Sharp;
  raw(): Sharp;
  toBuffer(): Promise<Buffer>;
}
interface Ort {
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      path: string,
      options: object,
    ): Promise<{ run(feeds: object): Promise<Record<string, { readonly data: Float32Array }>> }>;
  };
}
interface Hono {
  readonly fetch: (request: Request) => Promise<Response>;
  get(path: string, handler: (c: Context) => Response): void;
  post(path: string, handler: (c: Context) => Promise<Response>): void;
}
interface Context {
  readonly req: { arrayBuffer(): Promise<ArrayBuffer>; query(name: string): string | undefined };
  json(value: unknown): Response;
}

if (cluster.isPrimary) {
  for (let count = 0; count < PROCESSES; count += 1) cluster.fork();
} else {
  await serve();
}

async function serve(): Promise<void> {
  const modules = createRequire(join(resolve(PEER_MODULES!), "package.json"));
  const { Hono } = modules("hono") as { readonly Hono: new () => Hono };
  const server = modules("@hono/node-server") as { serve(options: object): void };
  const sharp = modules("sharp") as (bytes: ArrayBuffer | Buffer, options?: object) => Sharp;
  const { InferenceSession, Tensor } = modules("onnxruntime-node") as Ort;
  const manifest = JSON.parse(
    await readFile(join(BUNDLE!, "manifest.json"), "utf8"),
  ) as BundleManifest;
  const { size, storedSize } = manifest.input;
  const { classes } = manifest;
  const session = await InferenceSession.create(MODEL!, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
  });
  const linear = { fit: "fill", kernel: "linear" };
  const app = new Hono();
  app.get("/readyz", (c) => c.json({ ready: true }));
  app.post("/classify", async (c) => {
    const stored = await sharp(await c.req.arrayBuffer())
      .rotate()
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .resize(storedSize, storedSize, linear)
      .raw()
      .toBuffer();
    const raw = { raw: { width: storedSize, height: storedSize, channels: 3 } };
    const pixels = await sharp(stored, raw).resize(size, size, linear).raw().toBuffer();
    const area = size * size;
    const values = new Float32Array(area * 3); // [1, 3, size, size]
    for (let at = 0; at < values.length; at += 1) {
      values[(at % 3) * area + Math.floor(at / 3)] = pixels[at]! / 255;
    }
    const answer = await session.run({
      pixel_values: new Tensor("float32", values, [1, 3, size, size]),
    });
    const scores = answer["probabilities"]!.data;
    const best = Array.from(scores, (score, index) => ({ score, index }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, Number(c.req.query("top_k") ?? 5));
    return c.json({
      model: { name: manifest.name },
      predictions: best.map(({ score, index }, place) => ({
        ...classes[index],
        score,
        rank: place + 1,
      })),
    });
  });
  server.serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" });
}
