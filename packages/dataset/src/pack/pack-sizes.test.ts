import { readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadDecoder, storedBytes, toStored } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { packCounted } from "../../test/pack-counted.ts";
import { writeSmallDataset } from "../../test/small-dataset.ts";

const sizes = suite("packs of several sizes");

sizes("packDataset() stores images at the size that is asked for", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const packed = await packCounted(root, join(folder, "cache"), { storedSize: 112 });
    assert.is(packed.storedSize, 112);
    const bytes = storedBytes(112);
    const pixels = await readFile(packed.imagesPath);
    assert.is(pixels.length, 50 * bytes);
    const decoder = await loadDecoder();
    for (const index of [0, 31, 49]) {
      const image = decoder.decode(await readFile(join(root, packed.paths[index]!)));
      const stored = pixels.subarray(index * bytes, (index + 1) * bytes);
      assert.ok(stored.equals(toStored(image, 112).rgb), packed.paths[index]);
    }
    await utimes(packed.imagesPath, 1_000_000, 1_000_000); // its chunks are hashed again
    const again = await packCounted(root, join(folder, "cache"), { storedSize: 112 });
    assert.equal([again.decoded, again.imagesPath], [0, packed.imagesPath]);
  });
});

sizes("packDataset() keeps a pack of each size, and drops all that are outdated", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const cache = join(folder, "cache");
    const reasons: string[] = [];
    const pack = (storedSize: number): ReturnType<typeof packCounted> =>
      packCounted(root, cache, { storedSize, onRepack: (reason) => reasons.push(reason) });
    const [small, large] = [await pack(64), await pack(112)];
    assert.equal([small.storedSize, large.storedSize], [64, 112]);
    assert.is(small.fingerprint, large.fingerprint, "the images are the same");
    assert.equal([(await pack(64)).decoded, (await pack(112)).decoded], [0, 0]);
    assert.equal(reasons, []);
    await utimes(join(root, small.paths[0]!), 1_000_000, 1_000_000);
    assert.is((await pack(72)).decoded, 50);
    assert.equal(reasons, ["the folder has changed, or the relabel list"]);
    assert.is((await readdir(join(cache, "packs"))).length, 1);
  });
});

sizes.run();
