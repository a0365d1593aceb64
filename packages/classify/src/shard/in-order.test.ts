import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { asyncOf, collect } from "../../test/collect.ts";
import type { Answer } from "../answer/answer.ts";
import { inOrder } from "./in-order.ts";

const test = suite("merging in order");

test("takes from every shard what comes next", async () => {
  assert.equal(await merge([[0, 3, 4], [1], [], [2, 5]], 6), [0, 1, 2, 3, 4, 5]);
  assert.equal(await merge([[]], 0), []);
});

test("names what is missing, by its path where the archive is known", async () => {
  assert.is(
    (
      await rejectionOf(
        merge(
          [
            [0, 3],
            [1, 6],
          ],
          8,
        ),
      )
    ).message,
    'Cannot merge: 4 images are missing: image 2 (behind "p1"), image 4 (behind "p3"), image 5 (behind "p3"), image 7 (behind "p6"); classify those shards again',
  );
  assert.match((await rejectionOf(merge([[0, 3]], 4, ["p0", "x", "y", "p3"]))).message, "x, y;");
});

test("names what is double, and what stands for another image", async () => {
  assert.match(
    (await rejectionOf(merge([[0, 1, 2], [1]], 3))).message,
    '1 image is answered twice: "p1"; classify',
  );
  assert.match(
    (await rejectionOf(merge([[0, 1]], 2, ["p0", "other"]))).message,
    "1 image is missing: other;",
  );
});

test("counts what is too much to name", async () => {
  const { message } = await rejectionOf(merge([[0]], 1012));
  assert.match(message, /image 10 \(behind "p0"\), 1,001 more;/);
});

test.run();

async function merge(
  shards: readonly (readonly number[])[],
  images: number,
  paths?: readonly string[],
): Promise<number[]> {
  const answers = shards.map((indices) => asyncOf(indices.map(answerOf)));
  const expected = { images, paths: paths && asyncOf(paths) };
  const merged = await collect(inOrder(answers, expected));
  return merged.map(({ index }) => index);
}

function answerOf(index: number): Answer {
  return { index, path: `p${index}`, sha256: null, predictions: [] };
}
