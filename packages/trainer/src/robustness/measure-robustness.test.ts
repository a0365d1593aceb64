import { open, readdir } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { corruptionNames, severities, type Corruptions } from "@inception-edge/corruptions";
import { STORED_BYTES } from "@inception-edge/image";
import type { OutputName } from "@inception-edge/model";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import type { Evaluator } from "../answers/evaluator.ts";
import type { PackedImages } from "../program/images.ts";
import { measureRobustness } from "./measure-robustness.ts";
import { parseRobustness, relativeRobustness, robustnessDocument } from "./robustness-document.ts";
import { readValImages, type ValImages } from "./val-images.ts";

const measuring = suite("measureRobustness()");

const COUNT = 150; // more than two writes, and two evaluations of five severities
const CLASSES = 10;

/** Each image tells its class in byte 0. */
function tellingImages(): ValImages {
  const labels = Int32Array.from({ length: COUNT }, (_, index) => index % CLASSES);
  const pixels = new Uint8Array(COUNT * STORED_BYTES);
  for (const [index, label] of labels.entries()) pixels[index * STORED_BYTES] = label;
  return {
    labels,
    pixels,
    storedSize: 64,
    storeIndices: Int32Array.from({ length: COUNT }, (_, index) => 1000 + 7 * index),
  };
}

/** Writes the severity to byte 1, the kind to byte 2, and what it draws to byte 3. */
const tellingCorruptions = Object.fromEntries(
  corruptionNames.map((name, kind) => [
    name,
    {
      group: "noise" as const,
      corrupt(rgb: Uint8Array, severity: number, random: () => number) {
        const copy = rgb.slice();
        copy.set([severity, kind, 256 * random()], 1);
        return copy;
      },
    },
  ]),
) as unknown as Corruptions;

/** Answers by the store's bytes as `answer` does. */
function evaluatorOf(
  answer: (image: Uint8Array) => number,
): (images: PackedImages) => Promise<Evaluator> {
  return async ({ imagesPath, count, size }) => {
    const file = await open(imagesPath);
    assert.is((await file.stat()).size, count * size * size * 3);
    return {
      async logits(indices) {
        const logits = new Float32Array(indices.length * CLASSES);
        const image = new Uint8Array(4);
        for (const [row, index] of indices.entries()) {
          await file.read(image, 0, 4, index * STORED_BYTES);
          logits[row * CLASSES + answer(image)] = 1;
        }
        return new Map<OutputName, Float32Array>([["main_out", logits]]);
      },
      close: () => file.close(),
    };
  };
}

const never = new AbortController().signal;

measuring("measures each kind at each severity, and leaves no file behind", async () => {
  await inTemporaryFolder(async (folder) => {
    const { clean, kinds } = await measureRobustness(tellingImages(), {
      corruptions: tellingCorruptions,
      // Right of the classes from `severity` on; of kind 3, always.
      openEvaluator: evaluatorOf(([label, severity, kind]) =>
        kind === 3 || label! >= severity! ? label! : (label! + 1) % CLASSES,
      ),
      seed: 1,
      folder,
      signal: never,
    });
    assert.is(clean.top1, 1);
    assert.equal(
      kinds.map(({ name }) => name),
      [...corruptionNames],
    );
    for (const [kind, { top1, mean }] of kinds.entries()) {
      assert.equal(top1, kind === 3 ? [1, 1, 1, 1, 1] : [0.9, 0.8, 0.7, 0.6, 0.5]);
      assert.ok(Math.abs(mean - (kind === 3 ? 1 : 0.7)) < 1e-12);
    }
    assert.equal(await readdir(folder), []);
  });
});

measuring("draws by seed, index and kind: severities share it, other images do not", async () => {
  await inTemporaryFolder(async (folder) => {
    const seen = async (seed: number, images: ValImages): Promise<string[]> => {
      const drawn: string[] = [];
      await measureRobustness(images, {
        corruptions: tellingCorruptions,
        openEvaluator: evaluatorOf(([label, severity, kind, random]) => {
          if (severity! > 0) drawn.push(`${kind} ${random}`);
          return label!;
        }),
        seed,
        folder,
        signal: never,
      });
      return drawn;
    };
    const all = tellingImages();
    const once = await seen(1, all);
    assert.is(once.length, corruptionNames.length * severities.length * COUNT);
    assert.equal(await seen(1, all), once);
    assert.not.equal(await seen(2, all), once);
    assert.equal(once.slice(0, COUNT), once.slice(COUNT, 2 * COUNT));
    assert.ok(new Set(once.slice(0, COUNT)).size > 75);
    const last = {
      storedSize: 64,
      labels: all.labels.subarray(-1),
      storeIndices: all.storeIndices.subarray(-1),
      pixels: all.pixels.subarray(-STORED_BYTES),
    };
    assert.is((await seen(1, last))[0], once[COUNT - 1]);
  });
});

measuring("removes its files when the evaluator fails", async () => {
  await inTemporaryFolder(async (folder) => {
    const fails = measureRobustness(tellingImages(), {
      corruptions: tellingCorruptions,
      openEvaluator: () => Promise.reject(new Error("Cannot open")),
      seed: 1,
      folder,
      signal: never,
    });
    assert.is((await rejectionOf(fails)).message, "Cannot open");
    assert.equal(await readdir(folder), []);
  });
});

measuring("stops at the signal, and closes and removes what it opened", async () => {
  await inTemporaryFolder(async (folder) => {
    const abort = new AbortController();
    const reason = new Error("enough");
    let isOpen = 0;
    const openTelling = evaluatorOf(([label, severity]) => {
      if (severity === 2) abort.abort(reason);
      return label!;
    });
    const stopped = measureRobustness(tellingImages(), {
      corruptions: tellingCorruptions,
      async openEvaluator(images) {
        const evaluator = await openTelling(images);
        isOpen += 1;
        return {
          ...evaluator,
          async close() {
            isOpen -= 1;
            await evaluator.close();
          },
        };
      },
      seed: 1,
      folder,
      signal: abort.signal,
    });
    assert.is(await rejectionOf(stopped), reason);
    assert.is(isOpen, 0);
    assert.equal(await readdir(folder), []);
  });
});

measuring("readValImages() spaces images evenly over val, and refuses too many", async () => {
  await inTemporaryFolder(async (folder) => {
    const imagesPath = `${folder}/images.u8`;
    const [trainCount, valCount] = [5, 40];
    const count = trainCount + valCount;
    const file = await open(imagesPath, "w");
    for (let index = 0; index < count; index += 1) {
      await file.writeFile(new Uint8Array(STORED_BYTES).fill(index));
    }
    await file.close();
    const packed = {
      name: "small",
      imagesPath,
      storedSize: 64,
      count,
      trainCount,
      labels: Int32Array.from({ length: count }, (_, index) =>
        Math.floor((index - trainCount) / 4),
      ),
      groups: Int32Array.from({ length: count }, (_, index) => index),
      classes: [],
      excluded: [],
      layout: "tiny-imagenet" as const,
      leftOut: [],
      notices: [],
      paths: [],
      fingerprint: "",
      decoder: "",
    };
    const { storeIndices, labels, pixels } = await readValImages(packed, 10);
    assert.equal([...labels], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(
      [...storeIndices].map((_, index) => pixels[(index + 1) * STORED_BYTES - 1]),
      [...storeIndices],
    );
    const all = await readValImages(packed, valCount);
    assert.equal([all.storeIndices[0], all.storeIndices.at(-1)], [trainCount, count - 1]);
    assert.match(
      (await rejectionOf(readValImages(packed, 41))).message,
      /^Cannot measure 41 images: the val split of "small" has 40; give --images 40 or fewer$/,
    );
  });
});

measuring("the document has the mean over the kinds, and what is left of the clean top-1", () => {
  const kinds = [0.2, 0.4].map((mean) => ({
    name: "fog" as const,
    group: "weather" as const,
    top1: [mean, mean, mean, mean, mean] as const,
    mean,
  }));
  const facts = {
    measured: "2026-11-23T12:00:00.000Z",
    bundle: "b",
    dataset: { name: "demo", fingerprint: "0f" },
    images: 10,
    seed: 1,
    clean: { top1: 0.6 },
    kinds,
  };
  const document = robustnessDocument(facts);
  assert.is(document.schemaVersion, 2);
  assert.ok(Math.abs(document.mean - 0.3) < 1e-12);
  assert.ok(Math.abs(relativeRobustness(document)! - 0.5) < 1e-12);
  assert.is(relativeRobustness({ clean: { top1: 0 }, mean: 0 }), undefined);
  assert.equal(parseRobustness(jsonBytes(document)), document);
  const { images, ...others } = document; // as it was written until 2026-11-27
  assert.equal(
    parseRobustness(jsonBytes({ ...others, schemaVersion: 1, pictures: images })),
    document,
  );
});

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

measuring.run();
