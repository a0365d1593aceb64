import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rowsOfShare, canShare } from "../program/share-of-batch.ts";
import { decodeCommand, encodeCommand, encodeWish, wantsToStop, type Command } from "./command.ts";
import { partOf } from "./lead.ts";

const test = suite("commands");

const batch = {
  indices: Int32Array.of(7, 100_000, 3, 4),
  labels: Int32Array.of(0, 199, 2, 1),
};

for (const command of [
  { kind: "step", step: 70_000, learningRate: Math.fround(0.0123), size: 48, batch },
  { kind: "share" },
  { kind: "statistics", round: 3 },
  { kind: "end", failed: true },
  { kind: "end", failed: false },
] satisfies Command[]) {
  test(`${JSON.stringify(command)} arrives, with the wishes of others`, () => {
    for (const stops of [false, true]) {
      const wishes = [encodeWish(stops, 4), encodeWish(false, 4)];
      const sum = encodeCommand(command, 4).map(
        (value, index) => value + wishes[0]![index]! + wishes[1]![index]!,
      );
      assert.equal(decodeCommand(sum, 4), command);
      assert.is(wantsToStop(sum), stops);
    }
  });
}

test("each worker trains on rows of its own, with the partners that they are mixed with", () => {
  assert.equal(rowsOfShare(8, { rank: 0, workers: 2 }), [0, 1, 6, 7]);
  assert.equal(rowsOfShare(8, { rank: 1, workers: 2 }), [2, 3, 4, 5]);
  for (const workers of [1, 2, 3, 8]) {
    const shares = Array.from({ length: workers }, (_, rank) => rowsOfShare(48, { rank, workers }));
    assert.equal(
      shares.flat().toSorted((a, b) => a - b),
      Array.from({ length: 48 }, (_, row) => row),
    );
    for (const rows of shares) {
      assert.equal(
        rows.toReversed(),
        rows.map((row) => 47 - row),
      );
    }
  }
  const addresses = ["a:1", "b:1"];
  const part = partOf(batch, { rank: 1, addresses });
  assert.equal(part, { indices: Int32Array.of(100_000, 3), labels: Int32Array.of(199, 2) });
  assert.equal([canShare(8, 2), canShare(8, 3), canShare(6, 2)], [true, false, false]);
});

test.run();
