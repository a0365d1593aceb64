import { suite } from "uvu";
import * as assert from "uvu/assert";
import { laplacianMoments, lumaOf, standardDeviation } from "./luma.ts";

const test = suite("luma");

test("lumaOf() weighs the channels as Rec. 601, and white stays white", () => {
  const { plane, sum, sumOfSquares, colorRange } = lumaOf(
    Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 10, 10),
  );
  assert.equal([...plane], [255, 77, 149, 29, 10]);
  assert.is(sum, 255 + 77 + 149 + 29 + 10);
  assert.is(sumOfSquares, 255 ** 2 + 77 ** 2 + 149 ** 2 + 29 ** 2 + 10 ** 2);
  assert.is(colorRange, 255);
  assert.is(lumaOf(Uint8Array.of(7, 7, 7, 90, 90, 90)).colorRange, 0);
  assert.is(lumaOf(Uint8Array.of(7, 9, 4)).colorRange, 5);
});

test("laplacianMoments() is 0 on a slope, and large on a checkerboard", () => {
  const size = 8;
  const plane = (lumaAt: (x: number, y: number) => number): Uint8Array =>
    Uint8Array.from({ length: size * size }, (_, index) =>
      lumaAt(index % size, Math.floor(index / size)),
    );
  assert.equal(
    laplacianMoments(
      plane((x, y) => 10 * x + 5 * y),
      size,
    ),
    { sum: 0, sumOfSquares: 0 },
  );
  const board = laplacianMoments(
    plane((x, y) => ((x + y) % 2) * 255),
    size,
  );
  assert.equal(board, { sum: 0, sumOfSquares: 36 * 1020 ** 2 });
  assert.is(standardDeviation(board, 36), 1020);
});

test("laplacianMoments() of a plane that is not square stays inside its border", () => {
  const plane = Uint8Array.of(9, 9, 9, 9, 9, 9, 0, 0, 9, 9, 9, 9, 9, 9, 9); // 5 wide, 3 high
  assert.equal(laplacianMoments(plane, 5), { sum: 27 + 27 - 9, sumOfSquares: 729 + 729 + 81 });
});

test.run();
