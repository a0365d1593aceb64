/** Shards, and what becomes of them: the bytes of a run without, or a reason why not. */
import { hash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inArchive } from "./in-archive.ts";

const test = suite("shards of an archive");

test("the same bytes from one thread and from three, from shards merged by hand and by themselves, in both formats", async () => {
  await inArchive(70, async ({ classify, folder, read }) => {
    for (const format of ["ndjson", "parquet"]) {
      const flags = ["images", "--format", format];
      const [whole, three, shards] = [`${format}-1`, `${format}-3`, `${format}-shards`];
      await classify(...flags, "--out", whole, "--threads", "1");
      await classify(...flags, "--out", three, "--threads", "3");
      for (const shard of ["2/3", "0/3"]) {
        const { code } = await classify(...flags, "--out", shards, "--shard", shard, "--merge");
        assert.is(code, 0);
      }
      const early = await classify("merge", shards);
      assert.is(early.code, 2);
      assert.match(early.stderr, `of 3 shards one is missing; classify with --shard 1/3`);
      await classify(...flags, "--out", shards, "--shard", "1/3", "--merge");
      for (const file of [`answers.${format}`, "manifest.json"]) {
        const wanted = await readFile(join(folder, whole, file));
        assert.ok(wanted.equals(await readFile(join(folder, three, file))), `threads: ${file}`);
        assert.ok(wanted.equals(await readFile(join(folder, shards, file))), `shards: ${file}`);
      }
      await rm(join(folder, shards, "manifest.json"));
      await rm(join(folder, shards, `answers.${format}`));
      assert.is((await classify("merge", shards, "images")).code, 0);
      assert.is(await read(shards, "manifest.json"), await read(whole, "manifest.json"));
    }
  });
});

test("merging refuses shards that are damaged, of another archive or of another model", async () => {
  await inArchive(20, async ({ classify, folder }) => {
    const shard = (index: number, ...more: readonly string[]) =>
      classify("images", "--out", "out", "--shard", `${index}/2`, ...more);
    const merge = async (): Promise<string> => {
      const { code, stderr } = await classify("merge", "out");
      assert.is(code, 2);
      return stderr;
    };
    const [answers, manifest] = [
      "out/shard-00001-of-00002.ndjson",
      "out/shard-00001-of-00002.json",
    ];
    assert.match((await classify("merge", "out")).stderr, /there is no finished shard/);
    await shard(0);
    await shard(1);
    const whole = await readFile(join(folder, answers));
    const lines = whole.toString().split("\n");
    await writeFile(join(folder, answers), lines.slice(1).join("\n"));
    assert.match(await merge(), /shard-00001-of-00002\.ndjson is not the file that was published/);

    // A shard that says of itself that it is whole, and is not.
    const forged = JSON.parse(await readFile(join(folder, manifest), "utf8"));
    const [bytes, sha256] = [
      Buffer.byteLength(lines.slice(1).join("\n")),
      await sha256Of(join(folder, answers)),
    ];
    await writeFile(join(folder, manifest), JSON.stringify({ ...forged, bytes, sha256 }));
    const { path } = JSON.parse(lines[0]!);
    assert.match((await classify("merge", "out", "images")).stderr, `1 image is missing: ${path};`);
    assert.is((await readdir(join(folder, "out"))).includes("manifest.json"), false);

    await writeFile(join(folder, answers), whole);
    await writeFile(join(folder, manifest), JSON.stringify(forged));
    assert.is((await classify("merge", "out")).code, 0);
    const all = join(folder, "out/manifest.json");
    await writeFile(all, (await readFile(all, "utf8")).replace('"topK": 5', '"topK": 4'));
    assert.match(await merge(), /its manifest\.json is of other answers than the shards/);
    await rm(all);

    await rm(join(folder, manifest));
    await shard(1, "--top-k", "2");
    assert.match(
      await merge(),
      /shard 1 does not belong to shard 0: its number of predictions was 2/,
    );
    await rm(join(folder, manifest));
    await rename(join(folder, "images/a/000.png"), join(folder, "images/a/zero.png"));
    await shard(1);
    assert.match(await merge(), /shard 1 does not belong to shard 0: its archive was/);
  });
});

test.run();

async function sha256Of(path: string): Promise<string> {
  return hash("sha256", await readFile(path));
}
