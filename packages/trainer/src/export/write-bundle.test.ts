import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { writeBundle } from "./write-bundle.ts";

const bundle = suite("writeBundle()");

const files = (text: string): Map<string, Uint8Array> =>
  new Map([
    ["manifest.json", Buffer.from(text)],
    ["model/weights.bin", Buffer.from(text)],
  ]);

bundle("writeBundle() puts the new bundle in the old one's place, whole", async () => {
  await inTemporaryFolder(async (folder) => {
    const target = join(folder, "bundle");
    await writeBundle(target, files("old"));
    await writeFile(join(target, "stale.txt"), "");
    // A kill in an earlier export left these.
    await mkdir(`${target}.partial/stale`, { recursive: true });
    await mkdir(`${target}.old/stale`, { recursive: true });

    await writeBundle(target, files("new"));
    assert.equal(await readdir(folder), ["bundle"]);
    assert.equal((await readdir(target, { recursive: true })).toSorted(), [
      "manifest.json",
      "model",
      "model/weights.bin",
    ]);
    assert.is(await readFile(join(target, "model/weights.bin"), "utf8"), "new");
  });
});

bundle.run();
