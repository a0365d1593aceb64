import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, open, readdir, readFile, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { packCounted } from "../../test/pack-counted.ts";
import { writeSmallDataset } from "../../test/small-dataset.ts";
import { writeDemoDataset } from "../write-demo-dataset.ts";

const recovery = suite("pack-recovery");

recovery(
  "packDataset() remakes a damaged pack: truncated, altered, or without its index",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const root = await writeSmallDataset(folder);
      const cache = join(folder, "cache");
      const { imagesPath } = await packCounted(root, cache);
      const whole = await readFile(imagesPath);
      const index = join(imagesPath, "../index.json");
      const damages: (() => Promise<void>)[] = [
        () => truncate(imagesPath, whole.length - 1),
        () => writeAt(imagesPath, 7 * STORED_BYTES, whole[7 * STORED_BYTES]! ^ 1),
        () => appendFile(imagesPath, "x"),
        () => truncate(index, 100),
        async () =>
          writeFile(index, (await readFile(index, "utf8")).replace('"orange"', '"lemon"')),
      ];
      for (const damage of damages) {
        await damage();
        assert.is((await packCounted(root, cache)).decoded, 50, String(damage));
        assert.equal(await readFile(imagesPath), whole);
      }
      assert.is((await readdir(join(cache, "packs"))).length, 1);
    });
  },
);

recovery("packDataset() trusts a pack that was only touched", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const { imagesPath } = await packCounted(root, join(folder, "cache"));
    await utimes(imagesPath, 1_000_000, 1_000_000);
    assert.is((await packCounted(root, join(folder, "cache"))).decoded, 0);
  });
});

recovery("packDataset() starts cleanly after a killed run", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const cache = join(folder, "cache");
    const signal = await runChild(root, cache, "() => process.kill(process.pid, 'SIGKILL')");
    assert.is(signal, "SIGKILL");
    const [left] = await readdir(join(cache, "packs"));
    assert.match(left!, /^\.staging_/);
    assert.is((await packCounted(root, cache)).decoded, 50);
    const packs = await readdir(join(cache, "packs"));
    assert.is(packs.length, 1);
    assert.match(packs[0]!, /^small-imagenet-/);
  });
});

recovery("packDataset() may run in several processes at once", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const cache = join(folder, "cache");
    const [packed, here, there] = await Promise.all([
      packCounted(root, cache),
      packCounted(root, cache),
      runChild(root, cache, "() => {}"),
    ]);
    assert.is(there, null);
    assert.is(packed.fingerprint, here.fingerprint);
    assert.is((await readFile(packed.imagesPath)).length, 50 * STORED_BYTES);
    assert.is((await readdir(join(cache, "packs"))).length, 1);
  });
});

recovery("packDataset() keeps a former pack while another process reads it", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = await writeSmallDataset(folder);
    const cache = join(folder, "cache");
    const { imagesPath } = await packCounted(root, cache);
    const reader = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const touch = (seconds: number): Promise<void> =>
      utimes(join(root, "val/images/val_0.JPEG"), seconds, seconds);
    try {
      await writeFile(join(imagesPath, "../users", String(reader.pid)), "");
      await touch(1_000_000);
      assert.is((await packCounted(root, cache)).decoded, 50);
      assert.is((await readFile(imagesPath)).length, 50 * STORED_BYTES);
    } finally {
      reader.kill("SIGKILL");
      await once(reader, "exit");
    }
    await touch(2_000_000);
    await packCounted(root, cache);
    assert.is((await readdir(join(cache, "packs"))).length, 1);
  });
});

recovery("packDataset() stops at its signal and leaves nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 30, valPerClass: 2 }); // 320 images: two chunks
    const cache = join(folder, "cache");
    const controller = new AbortController();
    const started = packCounted(root, cache, {
      workers: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("Stopped by hand")),
    });
    assert.is((await rejectionOf(started)).message, "Stopped by hand");
    assert.equal(await readdir(join(cache, "packs")), []);
  });
});

/** Packs in a process of its own; `onProgress` is source text. Resolves with the signal that ended it. */
async function runChild(
  root: string,
  cacheDirectory: string,
  onProgress: string,
): Promise<string | null> {
  const entry = new URL("../mod.ts", import.meta.url).href;
  const script = `
    import { openDataset, packDataset } from ${JSON.stringify(entry)};
    const cacheDirectory = ${JSON.stringify(cacheDirectory)};
    const dataset = await openDataset(${JSON.stringify(root)});
    await packDataset(dataset, { cacheDirectory, workers: 1, onProgress: ${onProgress} });
  `;
  const child = spawn(
    process.execPath,
    ["--conditions=@inception-edge/source", "--input-type=module", "--eval", script],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  assert.ok(signal !== null || code === 0, `the child ended with ${code}`);
  return signal;
}

async function writeAt(path: string, position: number, value: number): Promise<void> {
  const file = await open(path, "r+");
  await file.write(Uint8Array.of(value), 0, 1, position);
  await file.close();
}

recovery.run();
