/** The program on a small archive, as users start it. */
import { hash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jpegFixtures } from "@inception-edge/testing/images/jpeg-file";
import type { Answer } from "../src/answer/answer.ts";
import { inArchive } from "./in-archive.ts";

const test = suite("classify");

test("answers every image of a folder once, in order, with its digest", async () => {
  await inArchive(40, async ({ classify, read, folder }) => {
    const { code, stdout, stderr } = await classify("images", "--out", "out");
    assert.is(code, 0, stderr);
    assert.match(
      stdout,
      /^out\/answers\.ndjson: 40 answers \(no errors\), .*SHA-256 [0-9a-f]{64}\n$/,
    );
    assert.match(stderr, /Archive: 40 images, \d+ threads?\n/);
    assert.match(stderr, /Answered 40 images, [\d,]+ images\/s/);
    assert.equal(await readdir(join(folder, "out")), ["answers.ndjson", "manifest.json"]);
    const answers = parse(await read("out", "answers.ndjson"));
    assert.equal(
      answers.map(({ index }) => index),
      Array.from({ length: 40 }, (_, index) => index),
    );
    const paths = (await readdir(join(folder, "images"), { recursive: true }))
      .filter((path) => path.endsWith(".png"))
      .map((path) => `images/${path}`)
      .toSorted();
    assert.equal(
      answers.map(({ path }) => path),
      paths,
    );
    for (const { path, sha256, predictions } of answers) {
      assert.is(sha256, await sha256Of(join(folder, path)));
      assert.is(predictions!.length, 3);
      const sum = predictions!.reduce((total, { score }) => total + score, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, String(sum));
      assert.ok(predictions![0]!.score >= predictions![1]!.score);
    }
    const manifest = JSON.parse(await read("out", "manifest.json"));
    assert.is(manifest.answered, 40);
    assert.is(manifest.sha256, await sha256Of(join(folder, "out/answers.ndjson")));
  });
});

test("what is no image is answered by its error, and what is missing too", async () => {
  await inArchive(2, async ({ classify, read, folder }) => {
    const images = join(folder, "images");
    await writeFile(join(images, "empty.jpg"), "");
    await writeFile(join(images, "text.png"), "no image");
    await writeFile(join(images, "cut.jpg"), jpegFixtures[0]!.file.subarray(0, 60));
    await writeFile(join(images, "phone.heic"), "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    await writeFile(join(folder, "list.txt"), "images/a/000.png\nimages/gone.jpg\nimages/a");
    const { code, stdout } = await classify("images", "list.txt", "--out", "out");
    assert.is(code, 0);
    assert.match(stdout, /9 answers \(errors: 1 empty, 1 missing, /);
    const answers = parse(await read("out", "answers.ndjson"));
    const codes = answers.map(({ path, error }) => [path, error?.code ?? "answered"]);
    assert.equal(Object.fromEntries(codes.slice(0, 6)), {
      "images/a/000.png": "answered",
      "images/b/001.png": "answered",
      "images/cut.jpg": "truncated",
      "images/empty.jpg": "empty",
      "images/phone.heic": "unsupported",
      "images/text.png": "unsupported",
    });
    assert.equal(codes.slice(6), [
      ["images/a/000.png", "answered"],
      ["images/gone.jpg", "missing"],
      ["images/a", "unreadable"],
    ]);
    assert.is(answers[3]!.sha256, await sha256Of(join(images, "empty.jpg")));
    assert.is(answers[7]!.sha256, null);
  });
});

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

test("answers of another archive are neither mixed with these nor overwritten", async () => {
  await inArchive(10, async ({ classify, folder, read }) => {
    await classify("images", "--out", "out");
    const before = await read("out", "answers.ndjson");
    await mkdir(join(folder, "images/c"));
    await copyFile(join(folder, "images/a/000.png"), join(folder, "images/c/new.png"));
    const { code, stderr } = await classify("images", "--out", "out");
    assert.is(code, 2);
    assert.match(
      stderr,
      /Cannot classify into "out": it has other answers, its archive was .*"images":10.*choose another --out/,
    );
    assert.is(await read("out", "answers.ndjson"), before);
  });
});

test("printed: for people, or NDJSON for the next program", async () => {
  await inArchive(3, async ({ classify }) => {
    const text = await classify("images/a/000.png", "--top-k", "2");
    assert.match(text.stdout, /^images\/a\/000\.png\n +\d+\.\d % {2}n0000000\d {2}thing \d\n.*\n$/);
    const ndjson = await classify("images", "--format", "ndjson");
    assert.is(parse(ndjson.stdout).length, 3);
  });
});

test("wrong command lines are told with a cure, and answered by 2", async () => {
  await inArchive(1, async ({ classify }) => {
    for (const [args, message] of [
      [[], /no folder, image, tar, list or bucket is given/],
      [
        ["images", "--shard", "3/3", "--out", "x"],
        /"--shard" wants I\/N, with I from 0 to N-1, and got "3\/3"/,
      ],
      [["images", "--format", "parquet"], /Cannot print Parquet; give --out DIR/],
      [["merge"], /no folder or bucket with shards is given/],
      [["images", "--bundle", "gone"], /Cannot use bundle: manifest.json cannot be read/],
    ] as const) {
      const { code, stderr } = await classify(...args);
      assert.is(code, 2, stderr);
      assert.match(stderr, message);
      assert.not.match(stderr, /^ +at /m);
    }
  });
});

test.run();

function parse(ndjson: string): Answer[] {
  return ndjson
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer);
}

async function sha256Of(path: string): Promise<string> {
  return hash("sha256", await readFile(path));
}
