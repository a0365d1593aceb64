/**
 * What classify.bench.ts compares with: the engine on all threads and nothing else. Each thread has its share of the files
 * beforehand and reads, decodes, prepares and infers; nothing is handed over, hashed, ranked, ordered or written.
 *
 *   … classify-alone.ts LIST BUNDLE THREADS
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { bundleFile, prepareInput, readBundle } from "../packages/bundle/src/mod.ts";
import { loadDecoder } from "../packages/image/src/mod.ts";
import { compileEngine, openModel } from "../packages/inference/src/mod.ts";
import { findLiteRt } from "../packages/litert/src/mod.ts";

interface Share {
  readonly folder: string;
  readonly files: readonly string[];
}

if (isMainThread) {
  const [list, folder, count] = process.argv.slice(2) as [string, string, string];
  const files = readFileSync(list, "utf8").trim().split("\n");
  const threads = Number(count);
  const shares = Array.from({ length: threads }, (_, thread): Share => {
    return { folder, files: files.filter((_file, index) => index % threads === thread) };
  });
  await Promise.all(shares.map(runThread));
  process.exit(0);
}
const { folder, files } = workerData as Share;
const bundle = await readBundle((path) => readFile(join(folder, path)), { roles: ["tflite-int8"] });
const { input } = bundle.manifest;
const decoder = await loadDecoder({ background: input.background });
const engine = await compileEngine("auto", { library: findLiteRt() });
const model = await openModel(bundleFile(bundle, "tflite-int8"), { engine });
for (const file of files) {
  await model.run(prepareInput(input, decoder.decode(readFileSync(file))), 1);
}
await model.dispose();

function runThread(share: Share): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = new Worker(import.meta.filename, {
    workerData: share,
    execArgv: ["--conditions=@inception-edge/source"],
  });
  worker.on("error", reject).on("exit", () => resolve());
  return promise;
}
