/** The program on a small archive, as users start it. */
import { hash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { heicFixture } from "@inception-edge/testing/images/heic-file";
import { jpegFixtures } from "@inception-edge/testing/images/jpeg-file";
import type { Answer } from "../src/answer/answer.ts";
import { inArchive } from "./in-archive.ts";
import { writeSmallBundle } from "./small-bundle.ts";
import { startClassify } from "./start-classify.ts";

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
    await writeFile(join(images, "phone.HEIC"), heicFixture("4:2:0").file);
    await writeFile(join(images, "scan.tif"), "II*\0");
    await writeFile(join(folder, "list.txt"), "images/a/000.png\nimages/gone.jpg\nimages/a");
    const { code, stdout } = await classify("images", "list.txt", "--out", "out");
    assert.is(code, 0);
    assert.match(stdout, /10 answers \(errors: 1 empty, 1 missing, /);
    const answers = parse(await read("out", "answers.ndjson"));
    const codes = answers.map(({ path, error }) => [path, error?.code ?? "answered"]);
    assert.equal(Object.fromEntries(codes.slice(0, 7)), {
      "images/a/000.png": "answered",
      "images/b/001.png": "answered",
      "images/cut.jpg": "truncated",
      "images/empty.jpg": "empty",
      "images/phone.HEIC": "answered",
      "images/scan.tif": "unsupported",
      "images/text.png": "unsupported",
    });
    assert.equal(codes.slice(7), [
      ["images/a/000.png", "answered"],
      ["images/gone.jpg", "missing"],
      ["images/a", "unreadable"],
    ]);
    assert.is(answers[3]!.sha256, await sha256Of(join(images, "empty.jpg")));
    assert.is(answers[8]!.sha256, null);
  });
});

test("images unlike those of training are marked, where the bundle can tell", async () => {
  await inArchive(60, async ({ classify, read, folder }) => {
    await classify("images", "--out", "out");
    const answers = parse(await read("out", "answers.ndjson"));
    // Fitted on these very images, the threshold is the 31st of their 60 scores: it keeps more than half of all like them.
    assert.is(answers.filter(({ outOfDistribution }) => outOfDistribution).length, 29);
    const scores = answers.map(({ oodScore }) => oodScore!).toSorted((a, b) => a - b);
    for (const { oodScore, outOfDistribution } of answers) {
      assert.is(outOfDistribution, oodScore! > scores[30]!);
    }
    // The same network in a bundle that cannot tell: other answers, which the first are not taken for.
    await writeSmallBundle(join(folder, "older"), { marks: false });
    const { code } = await classify("images", "--out", "out", "--bundle", "older");
    assert.is(code, 2);
    await classify("images", "--out", "old", "--bundle", "older");
    for (const answer of parse(await read("old", "answers.ndjson"))) {
      assert.equal(Object.keys(answer), ["index", "path", "sha256", "predictions"]);
    }
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

test("a model that fails its golden images classifies nothing, and the run ends", async () => {
  await inArchive(3, async ({ classify, folder }) => {
    await writeSmallBundle(join(folder, "spoiled"), {
      spoil: (right) => ({ ...right, inputSha256: "0".repeat(64) }),
    });
    for (const engine of ["litert", "auto"]) {
      const args = ["images", "--out", "out", "--bundle", "spoiled", "--engine", engine];
      const { code, stderr } = await classify(...args);
      assert.is(code, 1);
      assert.match(stderr, /Cannot pass the self-test: golden\/0\.png gives the input/);
    }
    assert.is((await readdir(folder)).includes("out"), false);
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
  await inArchive(1, async ({ folder }) => {
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
      const { code, stderr } = await startClassify(args, folder).ended;
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
