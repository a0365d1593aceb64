import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseChannelStats } from "./channel-stats.ts";
import { checkOrigin } from "./dataset-origin.ts";
import { formatExcludeList, parseExcludeList } from "./exclude-list.ts";

const origin = { name: "small", fingerprint: "f".repeat(64), decoder: "decoder/1 jpeg:12" };
const test = suite("exclude list and channel stats");

test("formatExcludeList() writes what parseExcludeList() reads, with its origin", () => {
  const text = formatExcludeList(origin, [
    { path: "train/a/images/a#1.JPEG", reason: "the pixels of train/b/images/b 2.JPEG" },
    { path: "train/b/images/b 2.JPEG", reason: "the pixels of train/a/images/a#1.JPEG" },
  ]);
  assert.equal(parseExcludeList(text), {
    origin,
    paths: ["train/a/images/a#1.JPEG", "train/b/images/b 2.JPEG"],
  });
});

test("a path with any characters survives writing and reading, and stays on one line", () => {
  const paths = [
    "train/a/images/photo #3.JPEG",
    "#train",
    " train/a/images/p0.JPEG ",
    "train/a/images/a\nb.JPEG",
    "train/a/images/a\rb\tc\u001b[2J\u2028.JPEG",
    '"train"/a/images/"quoted".JPEG',
    'train/a/images/5" disk.JPEG',
    "train/a/images/back\\slash.JPEG",
    "train/a/images/\uFEFFcafe\u0301 猫 🐱.JPEG\u00a0",
  ];
  const entries = paths.map((path) => ({ path, reason: `the pixels of ${paths[3]}` }));
  const odd = { ...origin, name: "a\n# decoder: none" };
  const text = formatExcludeList(odd, entries);
  assert.is(text.split(/\r\n|[\n\r\u2028]/).length, 3 + paths.length + 1, text);
  assert.equal(parseExcludeList(text), { origin: odd, paths });
  assert.equal(parseExcludeList(`\uFEFF${text.replaceAll("\n", "\r\n")}`).paths, paths);
});

test("formatExcludeList() leaves ordinary paths as they are", () => {
  const path = "train/n07747607/images/it's 50% (of) a#1 é.JPEG";
  const text = formatExcludeList(origin, [{ path, reason: "is damaged" }]);
  assert.is(text.split("\n")[3], `${path}  # is damaged`);
});

test("parseExcludeList() names a line that is not a path", () => {
  for (const line of ['"train/a', '"a" b', '"a\\x"', '""']) {
    assert.throws(
      () => parseExcludeList(`# by hand\n${line}\n`),
      (error: Error) =>
        error instanceof SyntaxError &&
        error.message.startsWith("line 2 says ") &&
        /JSON/.test(error.message),
    );
  }
});

test("parseExcludeList() accepts a plain list, with comments, blank lines and a byte order mark", () => {
  const text = "\uFEFF# mine\r\n\r\n  val/images/val_1.JPEG # blurred\r\n\tval/images/val_2.JPEG\n";
  assert.equal(parseExcludeList(text), {
    paths: ["val/images/val_1.JPEG", "val/images/val_2.JPEG"],
  });
});

test("checkOrigin() accepts the same images under another name", () => {
  checkOrigin(origin, { packed: { ...origin, name: "copy" }, file: 'the exclude list "e.txt"' });
});

test("checkOrigin() names cause and cure, the decoder first", () => {
  const packed = { name: "here", fingerprint: "a".repeat(64), decoder: origin.decoder };
  const file = 'the exclude list "e.txt"';
  assert.throws(
    () => checkOrigin(origin, { packed, file }),
    /^Cannot use the exclude list "e\.txt" with "here": it was made from "small" with the fingerprint ffffffffffff…, and this one's is aaaaaaaaaaaa…: .*; explore the dataset again with /,
  );
  assert.throws(
    () => checkOrigin(origin, { packed: { ...packed, decoder: "decoder/2" }, file }),
    /it was made with the decoder "decoder\/1 jpeg:12", and this is "decoder\/2"/,
  );
});

test("parseChannelStats() says what is wrong with an invalid file", () => {
  const moments = { mean: [0.5, 0.5, 0.5], stdOverAllPixels: [0, 0, 1], meanOfImageStd: [0, 0, 1] };
  const good = { schemaVersion: 1, dataset: origin, stored: moments };
  assert.equal(parseChannelStats(JSON.stringify(good)).stored.mean, [0.5, 0.5, 0.5]);
  for (const [text, message] of [
    ["{", /not JSON/],
    ["null", /schema version is undefined, wanted 1/],
    [JSON.stringify({ ...good, schemaVersion: 2 }), /schema version is 2, wanted 1/],
    [JSON.stringify({ ...good, dataset: { name: "x" } }), /fingerprint and decoder/],
    [
      JSON.stringify({ ...good, stored: { ...moments, mean: [124, 116, 104] } }),
      /stored\.mean is not three numbers in \[0, 1\]/,
    ],
  ] as const) {
    assert.throws(() => parseChannelStats(text), message);
  }
});

test.run();
