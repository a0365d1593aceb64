import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseChannelStats } from "./channel-stats.ts";
import { checkOrigin } from "./dataset-origin.ts";
import { formatExcludeList, parseExcludeList } from "./exclude-list.ts";

const origin = { name: "small", fingerprint: "f".repeat(64), decoder: "decoder/1 jpeg:12" };
const test = suite("exclude list and channel stats");

test("formatExcludeList() is read again by parseExcludeList(), with where it came from", () => {
  const text = formatExcludeList(origin, [
    { path: "train/a/images/a#1.JPEG", reason: "the pixels of train/b/images/b 2.JPEG" },
    { path: "train/b/images/b 2.JPEG", reason: "the pixels of train/a/images/a#1.JPEG" },
  ]);
  assert.equal(parseExcludeList(text), {
    origin,
    paths: ["train/a/images/a#1.JPEG", "train/b/images/b 2.JPEG"],
  });
});

test("parseExcludeList() takes a plain list, with comments, blank lines and a byte order mark", () => {
  const text = "\uFEFF# mine\r\n\r\n  val/images/val_1.JPEG # blurred\r\n\tval/images/val_2.JPEG\n";
  assert.equal(parseExcludeList(text), {
    paths: ["val/images/val_1.JPEG", "val/images/val_2.JPEG"],
  });
});

test("checkOrigin() takes the same pictures under another name", () => {
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

test("parseChannelStats() says what is wrong with a file that is none", () => {
  const moments = { mean: [0.5, 0.5, 0.5], stdOverAllPixels: [0, 0, 1], meanOfImageStd: [0, 0, 1] };
  const good = { schemaVersion: 1, dataset: origin, stored: moments };
  assert.equal(parseChannelStats(JSON.stringify(good)).stored.mean, [0.5, 0.5, 0.5]);
  for (const [text, message] of [
    ["{", /no JSON/],
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
