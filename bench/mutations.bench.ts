/**
 * Damaged images of every format, one after the other through one decoder: is each an image or an `ImageError`,
 * does none hold the thread, and do the sound images beside them decode as ever?
 *
 *   node --conditions=@inception-edge/source bench/mutations.bench.ts [COUNT] [SEED]
 *   deno run -A --conditions=@inception-edge/source bench/mutations.bench.ts [COUNT] [SEED]
 *
 * 20,000 of them by default. Exits with 1 when anything else is thrown, a sound image changes, or one takes a second.
 */
import { deepStrictEqual } from "node:assert/strict";
import process from "node:process";
import { heic } from "../packages/image/src/heic.ts";
import {
  decodableFormats,
  ImageError,
  imageFormats,
  loadDecoder,
} from "../packages/image/src/mod.ts";
import { mutations, soundImages } from "../packages/testing/src/images/mutate.ts";

const CHECKED_EVERY = 1000;
const LONGEST_MS = 1000;

const [count = 20_000, seed = 7] = process.argv.slice(2).map(Number);
const decoder = await loadDecoder({ formats: imageFormats, extra: [heic] });
for (const file of Object.values(soundImages.heic)) await decoder.load(file);
const sound = decodableFormats.flatMap((format) => Object.values(soundImages[format]));
const before = sound.map((file) => decoder.decode(file));

const outcomes: Record<string, Record<string, number>> = {};
let longestMs = 0;
let done = 0;
for (const { format, bytes } of mutations(seed).take(count)) {
  const start = performance.now();
  const outcome = attempt(bytes);
  longestMs = Math.max(longestMs, performance.now() - start);
  const counts = (outcomes[format] ??= {});
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  done += 1;
  if (done % CHECKED_EVERY === 0) {
    deepStrictEqual(
      sound.map((file) => decoder.decode(file)),
      before,
    );
  }
}

console.table(outcomes);
const { rss } = process.memoryUsage();
console.log(
  `${done} mutations, seed ${seed}: the longest took ${longestMs.toFixed(0)} ms; ${(rss / 2 ** 20).toFixed(0)} MiB at the end`,
);
process.exitCode = longestMs < LONGEST_MS ? 0 : 1;

/** "image", or the code of the `ImageError`; anything else ends the program. */
function attempt(bytes: Uint8Array): string {
  try {
    decoder.decode(bytes);
    return "image";
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.code;
  }
}
