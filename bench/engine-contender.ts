/**
 * One engine with one TFLite file, on the runtime that it is started on: for each line on its standard
 * input it answers some images and writes the processor milliseconds that one took. Started by
 * engines.bench.ts.
 *
 *   … engine-contender.ts FILE litert-native|litert|tfjs-tflite
 */
import { readFile } from "node:fs/promises";
import process from "node:process";
import { createInterface } from "node:readline";
import { openModel, type EngineName } from "../packages/inference/src/mod.ts";
import { findLiteRt } from "../packages/litert/src/mod.ts";

const RUNS = 15;

const [file, engine] = process.argv.slice(2) as [string, EngineName];
const library = findLiteRt();
const model = await openModel(new Uint8Array(await readFile(file)), { engine, library });
const size = model.input.shape.reduce((product, length) => product * length, 1);
const input = Float32Array.from({ length: size }, (_, place) => ((place * 37) % 256) / 255);
const [first] = await model.run(input); // warm, and what the others must answer too
console.log(`${model.engine.variant} ${[...first!].join(" ")}`);
for await (const _ of createInterface({ input: process.stdin })) {
  const start = process.cpuUsage();
  for (let run = 0; run < RUNS; run += 1) await model.run(input);
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000 / RUNS);
}
process.exit(0);
