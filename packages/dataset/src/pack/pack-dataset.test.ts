import {
  appendFile,
  cp,
  readdir,
  readFile,
  rename,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadDecoder, STORED_BYTES } from "@inception-edge/image";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { packCounted } from "../../test/pack-counted.ts";
import { writeSmallDataset } from "../../test/small-dataset.ts";
import { DatasetError } from "../dataset-error.ts";
import { openDataset } from "../open-dataset.ts";
import { writeDemoDataset } from "../write-demo-dataset.ts";
import { packDataset } from "./pack-dataset.ts";
import { writeIndex, type PackIndex } from "./pack-index.ts";

const orange = "train/n07747607/images/n07747607_0.JPEG";
const packing = suite("pack-dataset");

packing("packDataset() stores the pixels that the decoder gives, train first", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const packed = await packCounted(root, join(folder, "cache"));
    assert.equal([packed.count, packed.trainCount, packed.decoded], [50, 30, 50]);
    const pixels = await readFile(packed.imagesPath);
    assert.is(pixels.length, 50 * STORED_BYTES);

    const decoder = await loadDecoder();
    const { train, val } = await openDataset(root);
    for (const [index, image] of [...train, ...val].entries()) {
      assert.is(packed.paths[index], image.path);
      assert.is(packed.labels[index], image.classIndex);
      const { rgb } = decoder.decode(await readFile(join(root, image.path)));
      const stored = pixels.subarray(index * STORED_BYTES, (index + 1) * STORED_BYTES);
      assert.ok(stored.equals(rgb), image.path);
    }
  });
});

packing(
  "packDataset() finds its pack again without decoding, with any number of workers",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const root = await writeSmallDataset(folder);
      const { decoded, ...first } = await packCounted(root, join(folder, "cache"));
      const { decoded: again, ...second } = await packCounted(root, join(folder, "cache"), {
        workers: 1,
      });
      assert.equal([decoded, again], [50, 0]);
      assert.equal(first, second);
    });
  },
);

packing("packDataset() splits the work into chunks without mixing them up", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 30, valPerClass: 2 }); // 320 images: two chunks
    const two = await packCounted(root, join(folder, "a"));
    const one = await packCounted(root, join(folder, "b"), { workers: 1 });
    assert.is(two.fingerprint, one.fingerprint);
    assert.equal(await readFile(two.imagesPath), await readFile(one.imagesPath));
  });
});

packing("packDataset() gives the same fingerprint elsewhere and later", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const copy = join(folder, "copy");
    await cp(root, copy, { recursive: true });
    await utimes(join(copy, orange), 1_000_000, 1_000_000);
    const cache = join(folder, "cache");
    const [here, there] = [await packCounted(root, cache), await packCounted(copy, cache)];
    assert.is(here.fingerprint, there.fingerprint);
    assert.is.not(here.imagesPath, there.imagesPath);
  });
});

packing(
  "packDataset() notices a changed file and a changed label, and drops the former pack",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const root = await writeSmallDataset(folder);
      const cache = join(folder, "cache");
      const before = await packCounted(root, cache);
      await cp(join(root, "val/images/val_0.JPEG"), join(root, orange));
      const changed = await packCounted(root, cache);
      assert.is(changed.decoded, 50);
      assert.is.not(changed.fingerprint, before.fingerprint);

      const annotations = join(root, "val/val_annotations.txt");
      const text = await readFile(annotations, "utf8");
      await writeFile(annotations, text.replace("n02165456", "n07753592"));
      const relabeled = await packCounted(root, cache);
      assert.is.not(relabeled.fingerprint, changed.fingerprint);
      assert.is((await readdir(join(cache, "packs"))).length, 1);
    });
  },
);

packing("packDataset() reports why it packs again, and removes the former pack", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const cache = join(folder, "cache");
    const reasons: string[] = [];
    const again = (): ReturnType<typeof packCounted> =>
      packCounted(root, cache, { onRepack: (reason) => reasons.push(reason) });
    const packed = await again();
    await again();
    assert.equal(reasons, []);

    const directory = dirname(packed.imagesPath);
    const former = `${directory.slice(0, -12)}0123456789ab`;
    await rename(directory, former);
    const { index } = JSON.parse(await readFile(join(former, "index.json"), "utf8")) as {
      index: PackIndex;
    };
    await writeIndex(former, { ...index, decoder: "@inception-edge/image/1 imagescript@1.3.1" });
    assert.is((await again()).decoded, 50);
    assert.match(reasons.pop()!, "packed by another version of the decoder");
    assert.equal(await readdir(join(cache, "packs")), [basename(directory)]);

    await cp(join(root, "val/images/val_0.JPEG"), join(root, orange));
    await again();
    assert.equal(reasons, ["the folder has changed, or the relabel list"]);
  });
});

packing("packDataset() names every image that cannot be decoded", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    await truncate(join(root, orange), 900);
    await writeFile(join(root, "val/images/val_3.JPEG"), "no image");
    const broken = await readFile(join(root, "val/images/val_5.JPEG"));
    await writeFile(join(root, "val/images/val_5.JPEG"), broken.fill(0xff, 20, 200));
    const error = await rejectionOf(packCounted(root, join(folder, "cache")));
    assert.instance(error, DatasetError);
    assert.equal(
      (error as DatasetError).defects.map(({ path, code }) => [path, code]),
      [
        [orange, "truncated"],
        ["val/images/val_3.JPEG", "unsupported"],
        ["val/images/val_5.JPEG", "corrupt"],
      ],
    );
  });
});

packing("packDataset() notices a file that changes between opening and packing", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const dataset = await openDataset(root);
    await appendFile(join(root, orange), "more");
    const cacheDirectory = join(folder, "cache");
    const { message } = await rejectionOf(packDataset(dataset, { cacheDirectory, workers: 1 }));
    assert.match(
      message,
      /changed while it was read, from \d+ to \d+ bytes; wait until it is fully copied/,
    );
  });
});

packing("packDataset() brings images of other sizes to 64x64", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const encodeJpeg = await loadJpegEncoder(90);
    await writeFile(join(root, orange), encodeJpeg(new Uint8Array(100 * 40 * 4).fill(200), 100));
    const packed = await packCounted(root, join(folder, "cache"));
    const start = packed.paths.indexOf(orange) * STORED_BYTES;
    const stored = (await readFile(packed.imagesPath)).subarray(start, start + STORED_BYTES);
    assert.ok(stored.every((value) => Math.abs(value - 200) <= 2));
  });
});

packing.run();
