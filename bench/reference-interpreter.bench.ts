/**
 * Do our TFLite files mean to TFLite's reference interpreter what they mean to our engines, and our ONNX files to ONNX's
 * own reference implementation, which its checker has looked at first? All answer the same made-up images. Needs a python
 * with ai-edge-litert or tensorflow, and onnx, named in PYTHON; a shipped bundle has no ONNX files.
 *
 *   PYTHON=…/python node --conditions=@inception-edge/source bench/reference-interpreter.bench.ts BUNDLE
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { engineNames, openModel, wasmEngineNames } from "../packages/inference/src/mod.ts";
import { findLiteRt } from "../packages/litert/src/mod.ts";
import { readTflite } from "../packages/tflite/src/mod.ts";

/** Our file, and by whose word it is compared. */
interface Comparison {
  readonly tflite: string;
  readonly reference: string;
  readonly script: string;
  /** How many are answered: ONNX's reference takes seconds for one. */
  readonly images: number;
  /** Largest difference of a score. In int8 engines round alike; a sum's order may move a value by a step. */
  readonly tolerance: number;
}

const [EXACT, ROUNDED] = [
  { tflite: "model.tflite", tolerance: 1e-5 },
  { tflite: "model.int8.tflite", tolerance: 2e-2 },
] as const;
const INTERPRETER = { script: "peers/reference_interpreter.py", images: 64 } as const;
const ONNX = { script: "peers/reference_onnx.py", images: 2 } as const;
const COMPARISONS: readonly Comparison[] = [
  { ...EXACT, ...INTERPRETER, reference: "model.tflite" },
  { ...ROUNDED, ...INTERPRETER, reference: "model.int8.tflite" },
  { ...EXACT, ...ONNX, reference: "model.onnx" },
  { ...ROUNDED, ...ONNX, reference: "model.int8.onnx" },
];

const bundle = resolve(process.argv[2] ?? "packages/serve/bundle");
const folder = await mkdtemp(join(tmpdir(), "inception-edge-"));
try {
  for (const comparison of COMPARISONS) {
    if (existsSync(join(bundle, comparison.reference))) await compare(comparison);
    else console.log(`Without ${comparison.reference}: the bundle has none`);
  }
} finally {
  await rm(folder, { recursive: true });
}

async function compare(comparison: Comparison): Promise<void> {
  const { tflite, reference, script, images, tolerance } = comparison;
  const file = new Uint8Array(await readFile(join(bundle, tflite)));
  const { tensors, inputs: given } = readTflite(file);
  const { shape } = tensors[given[0]!]!;
  const inputs = blotches(images, shape);
  const expected = await referenceScores(join(bundle, reference), { script, inputs });
  const [size, classes] = [inputs.length / images, expected.length / images];
  const library = findLiteRt();
  for (const engine of library === undefined ? wasmEngineNames : engineNames) {
    const model = await openModel(file, { engine, library });
    let [largest, same] = [0, 0];
    for (let image = 0; image < images; image += 1) {
      const [scores] = await model.run(inputs.subarray(image * size, (image + 1) * size));
      const row = expected.subarray(image * classes, (image + 1) * classes);
      for (const [at, score] of scores!.entries()) {
        largest = Math.max(largest, Math.abs(score - row[at]!));
      }
      if (scores!.indexOf(Math.max(...scores!)) === row.indexOf(Math.max(...row))) same += 1;
    }
    model.dispose();
    console.log(
      `${reference}, ${tflite} in ${engine}: scores differ by at most ${largest.toExponential(1)}, first class the same on ${same} of ${images}`,
    );
    if (!(largest <= tolerance)) process.exitCode = 1;
  }
}

async function referenceScores(
  model: string,
  { script, inputs }: { readonly script: string; readonly inputs: Float32Array },
): Promise<Float32Array> {
  const [given, answered] = [join(folder, "inputs"), join(folder, "outputs")];
  await writeFile(given, inputs);
  const path = new URL(script, import.meta.url).pathname;
  const python = process.env["PYTHON"] ?? "python3";
  const { status, stderr } = spawnSync(python, [path, model, given, answered], {
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(
      `Cannot ask ${script}: ${stderr.trim().split("\n").at(-1)}; name a python with ai-edge-litert or tensorflow, and onnx, in PYTHON`,
    );
  }
  const bytes = await readFile(answered);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Smooth images in samples of 0..255, in [0, 1], each its own. */
function blotches(count: number, shape: readonly number[]): Float32Array {
  const [, height = 0, width = 0, channels = 0] = shape;
  const size = height * width * channels;
  return Float32Array.from({ length: count * size }, (_, at) => {
    const [image, place] = [Math.floor(at / size), at % size];
    const [x, y, channel] = [
      Math.floor(place / channels) % width,
      Math.floor(place / channels / width),
      place % channels,
    ];
    const wave =
      Math.sin((x * (1 + (image % 5))) / 9 + channel) +
      Math.cos((y * (1 + (image % 7))) / 8 + image);
    return Math.round(127.5 + 60 * wave) / 255;
  });
}
