/**
 * Measures top-1 accuracy on clean and corrupted images. The corrupted images of a kind are written to a raw file, which
 * the evaluator opens like the packed dataset; the file is removed after measuring.
 */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { corruptionNames, severities, type Corruptions } from "@inception-edge/corruptions";
import { seededRandom } from "@inception-edge/dataset";
import { requireSpace } from "@inception-edge/host";
import { storedBytes } from "@inception-edge/image";
import type { Evaluator } from "../answers/evaluator.ts";
import { rankOf } from "../evaluate/scores.ts";
import type { PackedImages } from "../program/images.ts";
import { kindScores, type RobustnessDocument, type SeverityScores } from "./robustness-document.ts";
import type { ValImages } from "./val-images.ts";

/** Options of {@link measureRobustness}. */
export interface MeasureRobustnessOptions {
  readonly corruptions: Corruptions;
  /** Opens the network, whose `main_out` is measured, on images. */
  readonly openEvaluator: (images: PackedImages) => Promise<Evaluator>;
  /** An image's corruption depends on this seed, its index and the kind; all severities use the same random numbers. */
  readonly seed: number;
  /** Where the files are written, 61 MB for 1,000 images of 64 px; default: the system's temporary folder. */
  readonly folder?: string;
  readonly signal: AbortSignal;
  /** Receives descriptions of the progress. */
  readonly onProgress?: (text: string) => void;
}

/** Returns a version of an image by its index among the measured images. */
type Version = (index: number) => Uint8Array;

/** Images between two checks of the signal. */
const CORRUPTED_AT_ONCE = 64;
const MEASURED_AT_ONCE = 512;

/** @throws the signal's reason when it aborts */
export async function measureRobustness(
  { pixels, labels, storeIndices, storedSize }: ValImages,
  options: MeasureRobustnessOptions,
): Promise<Pick<RobustnessDocument, "clean" | "kinds">> {
  const { corruptions, openEvaluator, seed, folder = tmpdir(), signal, onProgress } = options;
  const count = labels.length;
  const bytes = storedBytes(storedSize);
  await requireSpace({
    action: "measure the robustness",
    directory: folder,
    neededBytes: severities.length * count * bytes,
    cure: "free some space, give fewer --images, or set TMPDIR to a folder on a larger disk",
  });
  const stores = await mkdtemp(join(folder, "inception-edge-robustness-"));
  const original: Version = (index) => pixels.subarray(index * bytes, (index + 1) * bytes);

  /** Top-1 accuracy of each version. */
  async function measure(title: string, versions: readonly Version[]): Promise<number[]> {
    const total = versions.length * count;
    const imagesPath = join(stores, "images.u8");
    onProgress?.(`${title}: creating the images`);
    await writeStore(imagesPath, versions, { count, signal });
    const evaluator = await openEvaluator({ imagesPath, count: total, size: storedSize });
    try {
      const correct = versions.map(() => 0);
      for (let start = 0; start < total; start += MEASURED_AT_ONCE) {
        signal.throwIfAborted();
        onProgress?.(`${title}: ${start} of ${total} images`);
        const length = Math.min(MEASURED_AT_ONCE, total - start);
        const indices = Int32Array.from({ length }, (_, row) => start + row);
        const logits = (await evaluator.logits(indices)).get("main_out")!;
        const classes = logits.length / length;
        for (const [row, index] of indices.entries()) {
          const imageLogits = logits.subarray(row * classes, (row + 1) * classes);
          if (rankOf(imageLogits, labels[index % count]!) === 0)
            correct[Math.floor(index / count)]! += 1;
        }
      }
      return correct.map((number) => number / count);
    } finally {
      await evaluator.close();
      await rm(imagesPath);
    }
  }

  try {
    const [clean] = (await measure("clean", [original])) as [number];
    const kinds = [];
    for (const [kind, name] of corruptionNames.entries()) {
      const { group, corrupt } = corruptions[name];
      const versions = severities.map((severity): Version => (index) => {
        const stream = storeIndices[index]! * corruptionNames.length + kind;
        return corrupt(original(index), severity, seededRandom(seed, stream));
      });
      const top1 = (await measure(name, versions)) as unknown as SeverityScores;
      kinds.push(kindScores(name, group, top1));
    }
    return { clean: { top1: clean }, kinds };
  } finally {
    await rm(stores, { recursive: true, force: true });
  }
}

/** Writes `count` images of each version, one version after the other. */
async function writeStore(
  path: string,
  versions: readonly Version[],
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const version of versions) {
      for (let start = 0; start < count; start += CORRUPTED_AT_ONCE) {
        signal.throwIfAborted();
        const length = Math.min(CORRUPTED_AT_ONCE, count - start);
        const chunk = Array.from({ length }, (_, index) => version(start + index));
        await file.writeFile(Buffer.concat(chunk));
      }
    }
  } finally {
    await file.close();
  }
}
