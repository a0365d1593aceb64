/** A narrow copy of the network on generated images, which the trainer's tests run in a temporary folder. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storedSizeFor } from "@inception-edge/bundle";
import { seededRandom } from "@inception-edge/dataset";
import { inceptionV1, type Graph, type Normalization } from "@inception-edge/model";
import { ensureTensorFlow, startGraphThread, type GraphThread } from "@inception-edge/tensorflow";
import { writeSavedModel } from "@inception-edge/tensorflow/graph";
import { trainerSession, type TrainerSession } from "../src/loop/trainer-session.ts";
import { trainingProgram, type TrainingProgramOptions } from "../src/program/training-program.ts";
import { CPU_TUNING } from "../src/program/tuning.ts";

export const CLASSES = 10;
export const IMAGES = 48;
/** All images, in two batches. */
export const HALVES = [0, 1].map((half) =>
  Int32Array.from({ length: IMAGES / 2 }, (_, index) => (half * IMAGES) / 2 + index),
);

export interface NarrowSession {
  readonly model: Graph;
  readonly thread: GraphThread;
  readonly session: TrainerSession;
  readonly inputSize: number;
  readonly storedSize: number;
  /** uint8 `[IMAGES, storedSize, storedSize, 3]`. */
  readonly pixels: Uint8Array;
  /** Class of every image. */
  readonly labels: Int32Array;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openNarrowSession(
  options: Partial<TrainingProgramOptions> & {
    readonly normalization?: Normalization;
    readonly statisticsBatches?: readonly Int32Array[];
    readonly dropout?: { readonly main: number; readonly aux: number };
    readonly inputSize?: number;
    /** Default: on a thread of its own. */
    readonly openGraph?: (folder: string) => Promise<GraphThread>;
  } = {},
): Promise<NarrowSession> {
  await ensureTensorFlow();
  const { normalization = "bias", dropout = { main: 0, aux: 0 }, inputSize = 56 } = options;
  const storedSize = storedSizeFor(inputSize);
  const { statisticsBatches = normalization === "batch" ? HALVES : [] } = options;
  const model = inceptionV1({
    classes: CLASSES,
    inputSize,
    widthMultiplier: 1 / 16,
    normalization,
    dropout,
  });
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-test-"));
  const pixels = blotches(storedSize);
  const imagesPath = join(folder, "images.u8");
  await writeFile(imagesPath, pixels);
  const { tuning = CPU_TUNING } = options;
  const program = trainingProgram(model, {
    images: { imagesPath, count: IMAGES, size: storedSize },
    view: { resize: "bilinear", size: inputSize },
    batchSize: 8,
    evaluationBatchSize: 7,
    augmentation: { kind: "none" },
    optimizer: { kind: "sgd", momentum: 0.9, nesterov: true },
    weightDecay: 0,
    labelSmoothing: 0,
    statisticsBatchSize: statisticsBatches[0]?.length,
    precision: "f32",
    seed: 1,
    tuning,
    ...options,
  });
  await writeSavedModel(join(folder, "program"), program);
  const { openGraph = startGraphThread } = options;
  const thread = await openGraph(join(folder, "program"));
  return {
    model,
    thread,
    session: trainerSession(thread, {
      outputs: model.outputs,
      evaluationBatchSize: 7,
      statisticsBatches,
      sizes: options.sizes?.map(({ size }) => size) ?? [inputSize],
      runsAhead: tuning.runsAhead,
    }),
    inputSize,
    storedSize,
    pixels,
    labels: Int32Array.from({ length: IMAGES }, (_, index) => index % CLASSES),
    folder,
    async close() {
      await thread.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Smooth random images: white noise would leave every gradient near zero after the first pool. */
function blotches(size: number): Uint8Array {
  const random = seededRandom(7);
  const pixels = new Uint8Array(IMAGES * size * size * 3);
  for (let image = 0, offset = 0; image < IMAGES; image += 1) {
    const waves = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => random() * 6));
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        for (const [a, b, c, d] of waves as [number, number, number, number][]) {
          const value = Math.sin((a * x) / 20 + b) + Math.cos((c * y) / 20 + d);
          pixels[offset] = 127.5 + 60 * value + 15 * random();
          offset += 1;
        }
      }
    }
  }
  return pixels;
}
