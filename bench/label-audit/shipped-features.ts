/** What the shipped model sees in images: some of its feature maps, pooled over their positions. Kept in a file. */
import { hash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFile, prepareInput, readBundle } from "../../packages/bundle/src/mod.ts";
import { decodeImageFile, loadFileDecoder, type ImageRef } from "../../packages/dataset/src/mod.ts";
import { openModel } from "../../packages/inference/src/mod.ts";
import { findLiteRt } from "../../packages/litert/src/mod.ts";

const SHIPPED = new URL("../../packages/serve/bundle/", import.meta.url);
const KEPT = join(tmpdir(), "inception-edge-label-audit");

/** `[images, channels]` for each of the maps, such as `inception_4a/concat`. */
export async function shippedFeatures(
  root: string,
  images: readonly ImageRef[],
  maps: readonly string[],
): Promise<Float32Array[]> {
  const listing = JSON.stringify([root, images, maps]);
  const kept = join(KEPT, hash("sha256", listing).slice(0, 16));
  const found = await Promise.all(maps.map((_, at) => readFloats(`${kept}-${at}.f32`)));
  if (found.every((each) => each !== undefined)) return found;
  const features = await computeFeatures(root, images, maps);
  await mkdir(KEPT, { recursive: true });
  for (const [at, each] of features.entries()) {
    await writeFile(`${kept}-${at}.f32`, new Uint8Array(each.buffer));
  }
  return features;
}

async function computeFeatures(
  root: string,
  images: readonly ImageRef[],
  maps: readonly string[],
): Promise<Float32Array[]> {
  const bundle = await readBundle((path) => readFile(fileURLToPath(new URL(path, SHIPPED))));
  const library = findLiteRt();
  const model = await openModel(bundleFile(bundle, "tflite-float32"), { library, expose: maps });
  const channels = model.outputs.slice(1).map(({ shape }) => shape[3]!);
  const features = channels.map((count) => new Float32Array(images.length * count));
  const decoder = await loadFileDecoder();
  for (const [row, ref] of images.entries()) {
    const { image } = await decodeImageFile(decoder, root, ref);
    if (!image) throw new Error(`Cannot audit "${root}": "${ref.path}" cannot be decoded`);
    const [, ...outputs] = await model.run(prepareInput(bundle.manifest.input, image));
    for (const [at, map] of outputs.entries()) {
      const count = channels[at]!;
      const means = features[at]!.subarray(row * count, (row + 1) * count);
      // [1, height, width, channels]
      for (const [index, value] of map.entries()) {
        means[index % count]! += (value * count) / map.length;
      }
    }
  }
  await model.dispose();
  return features;
}

async function readFloats(path: string): Promise<Float32Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && new Float32Array(new Uint8Array(bytes).buffer);
}
