/** Killed and started again: what was finished is kept, and the bytes are those of a run that nobody disturbed. */
import { on } from "node:events";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inArchive, TEST_FLAGS } from "./in-archive.ts";
import { startClassify, type Ended } from "./start-classify.ts";

const test = suite("a process that is killed");
const PARTS = "out/shard-00000-of-00001.parts";
const FLAGS = [...TEST_FLAGS, "images", "--out", "out", "--part-size", "8"];

test("goes on behind its last part", async () => {
  await inArchive(400, async ({ folder, classify, read }) => {
    await classify("images", "--out", "whole");
    const ended = await killAfter(folder, 3);
    assert.is(ended.code, null);
    assert.equal(await readdir(join(folder, "out")).then(visible), [PARTS.slice(4)]);
    const answered = 8 * (await parts(folder)).length;
    await writeFile(join(folder, PARTS, "part-000009999-000010001.ndjson.partial"), "half a li");

    const { code, stderr, stdout } = await startClassify(FLAGS, folder).ended;
    assert.is(code, 0, stderr);
    assert.match(stderr, `Going on behind ${answered} images`);
    assert.match(stdout, "400 answers (no errors)");
    for (const file of ["answers.ndjson", "manifest.json"]) {
      assert.is(await read("out", file), await read("whole", file));
    }
    assert.equal(await readdir(join(folder, "out")).then(visible), [
      "answers.ndjson",
      "manifest.json",
    ]);

    // Once it is published, starting again does nothing.
    const again = await startClassify(FLAGS, folder).ended;
    assert.is(again.code, 0);
    assert.is(again.stdout, stdout);
  });
});

test("interrupted, it keeps what is answered", async () => {
  await inArchive(400, async ({ folder, classify, read }) => {
    await classify("images", "--out", "whole");
    const flags = [...TEST_FLAGS, "images", "--out", "out"]; // one part
    const { process, ended } = startClassify(flags, folder);
    for await (const [said] of on(process.stderr!, "data")) {
      if (/ of 400 images/.test(String(said))) break;
    }
    process.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.is(code, 130);
    assert.match(stderr, "Stopped before the end");
    const [part] = await parts(folder);
    assert.match(part!, /^part-000000000-000000\d\d\d.ndjson$/);
    const again = await startClassify(flags, folder).ended;
    assert.match(again.stderr, `Going on behind ${Number(part!.slice(15, 24))} images`);
    assert.is(await read("out", "answers.ndjson"), await read("whole", "answers.ndjson"));
  });
});

test("does not go on with another model's, archive's or engine's parts, and says which", async () => {
  await inArchive(400, async ({ folder }) => {
    await killAfter(folder, 2);
    const before = await parts(folder);
    const { code, stderr } = await startClassify([...FLAGS, "--top-k", "1"], folder).ended;
    assert.is(code, 2);
    assert.match(stderr, /its number of predictions was 5, now it is 1; start as before/);
    await rm(join(folder, "images/a/000.png"));
    assert.match(
      (await startClassify(FLAGS, folder).ended).stderr,
      /its archive was \{"images":400,/,
    );
    assert.equal(await parts(folder), before);
  });
});

test("a part that does not hold what its name says is refused", async () => {
  await inArchive(400, async ({ folder }) => {
    await killAfter(folder, 2);
    const [first] = await parts(folder);
    await writeFile(
      join(folder, PARTS, first!),
      '{"index":0,"path":"x","sha256":null,"predictions":[]}\n',
    );
    const { code, stderr } = await startClassify(FLAGS, folder).ended;
    assert.is(code, 2);
    assert.match(stderr, `Cannot use "${PARTS.slice(4)}/${first}": it does not hold the answers`);
  });
});

test.run();

/** SIGKILL once that many parts are finished. */
async function killAfter(folder: string, count: number): Promise<Ended> {
  const { process, ended } = startClassify(FLAGS, folder);
  while ((await parts(folder)).length < count && process.exitCode === null) await setTimeout(5);
  process.kill("SIGKILL");
  return ended;
}

async function parts(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, PARTS)).catch(() => []);
  return names.filter((name) => name.endsWith(".ndjson")).toSorted();
}

/** Without the lock of the process that was killed. */
function visible(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith(".")).toSorted();
}
