import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cast, placeholder, RandomStreams } from "@inception-edge/tensorflow/ops";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { augment, type Augmentation } from "./augmentation.ts";

const augmentation = suite("augment()");

const STORED = 64;
const SIZE = 56;
const BATCH = 8;
const SHAPE = [BATCH, STORED, STORED, 3];

/** Every pixel tells where it is: red its column, green its row, blue its image. */
const ramps = Float32Array.from({ length: BATCH * STORED * STORED * 3 }, (_, index) => {
  const pixel = Math.floor(index / 3);
  return [
    pixel % STORED,
    Math.floor(pixel / STORED) % STORED,
    Math.floor(pixel / (STORED * STORED)),
  ][index % 3]!;
});

/** An image as it came out: the value of one channel of one pixel. */
type Seen = (x: number, y: number, channel: number) => number;

type Draw = (step: number) => Promise<readonly Seen[]>;

/** Gives `work` the views of the ramps by step. */
async function withViews(
  kind: Augmentation,
  work: (draw: Draw) => Promise<void>,
  trainSize: number = SIZE,
): Promise<void> {
  await withGraph(
    (graph) => {
      const x = placeholder(graph, "x", "float32", SHAPE);
      const step = placeholder(graph, "step", "int32");
      const random = new RandomStreams(graph, 5, step);
      const view = { resize: "center-crop", size: SIZE, trainSize } as const;
      const y = augment(cast(x, "uint8"), view, kind, random);
      return { inputs: { x, step }, outputs: { y } };
    },
    (run) =>
      work(async (step) => {
        const { y } = await run({
          x: { dtype: "float32", shape: SHAPE, values: ramps },
          step: { dtype: "int32", shape: [], values: Int32Array.of(step) },
        });
        assert.equal(y!.shape, [BATCH, trainSize, trainSize, 3]);
        return Array.from(
          { length: BATCH },
          (_, index): Seen =>
            (column, row, channel) =>
              y!.values[((index * trainSize + row) * trainSize + column) * 3 + channel]!,
        );
      }),
  );
}

/** The views of many steps, each with the index of its image. */
async function drawMany(draw: Draw, steps: number): Promise<(readonly [Seen, number])[]> {
  const views: (readonly [Seen, number])[] = [];
  for (let step = 0; step < steps; step += 1) {
    for (const [index, seen] of (await draw(step)).entries()) views.push([seen, index]);
  }
  return views;
}

/** All numbers of a view. */
function values(seen: Seen): number[] {
  return Array.from({ length: SIZE * SIZE * 3 }, (_, index) =>
    seen(Math.floor(index / 3) % SIZE, Math.floor(index / 3 / SIZE), index % 3),
  );
}

for (const flip of [false, true]) {
  augmentation(
    `augment() by crop${flip ? " and flip" : ""} shows exact windows of the image, all of them in time`,
    async () => {
      await withViews({ kind: "crop", flip }, async (draw) => {
        const origins = [new Set<number>(), new Set<number>()];
        const mirrored = new Set<boolean>();
        for (const [seen, image] of await drawMany(draw, 40)) {
          const isMirrored = seen(1, 0, 0) < seen(0, 0, 0);
          const x0 = isMirrored ? seen(SIZE - 1, 0, 0) : seen(0, 0, 0);
          const y0 = seen(0, 0, 1);
          mirrored.add(isMirrored);
          origins[0]!.add(x0);
          origins[1]!.add(y0);
          const expected = Array.from({ length: SIZE * SIZE }, (_, index) => {
            const x = index % SIZE;
            return [x0 + (isMirrored ? SIZE - 1 - x : x), y0 + Math.floor(index / SIZE), image];
          });
          assert.equal(values(seen), expected.flat());
        }
        const every = Array.from({ length: STORED - SIZE + 1 }, (_, origin) => origin);
        for (const drawn of origins)
          assert.equal(
            [...drawn].toSorted((a, b) => a - b),
            every,
          );
        assert.equal([...mirrored].toSorted(), flip ? [false, true] : [false]);
      });
    },
  );
}

augmentation(
  "augment() by nothing and by an affine map of nothing is the evaluation view",
  async () => {
    const still = { kind: "affine", rotationDegrees: 0, shift: 0, flip: false } as const;
    const margin = (STORED - SIZE) / 2;
    for (const kind of [{ kind: "none" }, still] as const) {
      await withViews(kind, async (draw) => {
        for (const [seen, image] of await drawMany(draw, 1)) {
          const expected = Array.from({ length: SIZE * SIZE }, (_, index) => [
            margin + (index % SIZE),
            margin + Math.floor(index / SIZE),
            image,
          ]);
          assert.equal(values(seen), expected.flat());
        }
      });
    }
  },
);

augmentation("augment() by an affine map turns about the middle within its degrees", async () => {
  const turn = { kind: "affine", rotationDegrees: 20, shift: 0, flip: false } as const;
  await withViews(turn, async (draw) => {
    const angles: number[] = [];
    for (const [seen, image] of await drawMany(draw, 8)) {
      const slope = slopeOf(seen);
      // [cos −sin; sin cos] moves columns and rows; nothing is stretched.
      const angle = Math.atan2(slope.redDown, slope.redRight);
      angles.push((angle * 180) / Math.PI);
      near(slope.redRight, Math.cos(angle));
      near(slope.redDown, Math.sin(angle));
      near(slope.greenRight, -Math.sin(angle));
      near(slope.greenDown, Math.cos(angle));
      near(slope.redMiddle, (STORED - 1) / 2);
      near(slope.greenMiddle, (STORED - 1) / 2);
      checkRange(values(seen), image);
    }
    assert.ok(angles.every((angle) => Math.abs(angle) <= 20));
    assert.ok(Math.min(...angles) < -10 && Math.max(...angles) > 10, angles.join(" "));
  });
});

augmentation("augment() by an affine map shifts within its share, and repeats edges", async () => {
  const shift = { kind: "affine", rotationDegrees: 0, shift: 0.2, flip: true } as const;
  await withViews(shift, async (draw) => {
    const shifts: number[] = [];
    const signs = new Set<number>();
    for (const [seen, image] of await drawMany(draw, 8)) {
      const slope = slopeOf(seen);
      near(Math.abs(slope.redRight), 1);
      signs.add(Math.round(slope.redRight));
      shifts.push(slope.greenMiddle - (STORED - 1) / 2);
      assert.ok(Math.abs(slope.redMiddle - (STORED - 1) / 2) <= 0.2 * SIZE + 1e-3);
      checkRange(values(seen), image);
    }
    assert.ok(shifts.every((pixels) => Math.abs(pixels) <= 0.2 * SIZE + 1e-3));
    assert.ok(Math.min(...shifts) < -5 && Math.max(...shifts) > 5, shifts.join(" "));
    assert.equal([...signs].toSorted(), [-1, 1]);
  });
});

for (const minArea of [0.35, 1]) {
  augmentation(
    `augment() by resized-crop shows parts of area and aspect in bounds, inside the image, from ${minArea}`,
    async () => {
      await withViews({ kind: "resized-crop", minArea, flip: true }, async (draw) => {
        const areas: number[] = [];
        for (const [seen, image] of await drawMany(draw, 8)) {
          const slope = slopeOf(seen);
          const width = (Math.abs(slope.redRight) * SIZE) / STORED;
          const height = (slope.greenDown * SIZE) / STORED;
          areas.push(width * height);
          assert.ok(width <= 1 + 1e-4 && height <= 1 + 1e-4, `${width} × ${height}`);
          assert.ok(width / height >= 3 / 4 - 1e-4 && width / height <= 4 / 3 + 1e-4);
          // No repeated edges: the ramps run on evenly to the last pixel.
          for (const position of [0, SIZE - 1]) {
            near(
              seen(position, 9, 0),
              slope.redMiddle + slope.redRight * (position - (SIZE - 1) / 2),
            );
            near(
              seen(9, position, 1),
              slope.greenMiddle + slope.greenDown * (position - (SIZE - 1) / 2),
            );
          }
          near(seen(9, 9, 2), image);
        }
        // A part as wide or high as the image loses what of its aspect does not fit.
        assert.ok(Math.min(...areas) >= minArea * (3 / 4) - 1e-4, areas.join(" "));
      });
    },
  );
}

for (const kind of [
  { kind: "none" },
  { kind: "crop", flip: true },
  { kind: "resized-crop", minArea: 0.35, flip: true },
  { kind: "affine", rotationDegrees: 20, shift: 0, flip: true },
] as const) {
  augmentation(`augment() by ${kind.kind} at half the size shows the same, smaller`, async () => {
    const HALF = SIZE / 2;
    await withViews(kind, async (drawFull) => {
      const full = await drawFull(3);
      await withViews(
        kind,
        async (drawHalf) => {
          for (const [index, seen] of (await drawHalf(3)).entries()) {
            // Of a ramp, a pixel of half the size is the mean of the four that it covers.
            for (const [x, y] of [
              [1, 2],
              [HALF / 2, HALF / 2],
              [HALF - 2, 5],
            ] as const) {
              for (const channel of [0, 1, 2]) {
                const four = [0, 1, 2, 3].map((corner) =>
                  full[index]!(2 * x + (corner % 2), 2 * y + Math.floor(corner / 2), channel),
                );
                near(seen(x, y, channel), four.reduce((sum, value) => sum + value, 0) / 4);
              }
            }
          }
        },
        HALF,
      );
    });
  });
}

augmentation("augment() draws the same at the same step, and otherwise at another", async () => {
  for (const kind of [
    { kind: "crop", flip: true },
    { kind: "resized-crop", minArea: 0.35, flip: true },
    { kind: "affine", rotationDegrees: 20, shift: 0.2, flip: true },
  ] as const) {
    await withViews(kind, async (draw) => {
      const [first, again, other] = [await draw(7), await draw(7), await draw(8)];
      assert.ok(flat(first) === flat(again), kind.kind);
      assert.ok(flat(first) !== flat(other), kind.kind);
    });
  }
});

function flat(views: readonly Seen[]): string {
  return views.flatMap(values).join();
}

/** How red and green change a pixel to the right and down, and their values in the very middle. */
function slopeOf(
  seen: Seen,
): Record<
  "redRight" | "redDown" | "greenRight" | "greenDown" | "redMiddle" | "greenMiddle",
  number
> {
  const [low, high] = [SIZE / 2 - 1, SIZE / 2];
  const middle = (channel: number): number =>
    (seen(low, low, channel) +
      seen(high, low, channel) +
      seen(low, high, channel) +
      seen(high, high, channel)) /
    4;
  return {
    redRight: seen(high, low, 0) - seen(low, low, 0),
    redDown: seen(low, high, 0) - seen(low, low, 0),
    greenRight: seen(high, low, 1) - seen(low, low, 1),
    greenDown: seen(low, high, 1) - seen(low, low, 1),
    redMiddle: middle(0),
    greenMiddle: middle(1),
  };
}

/** Interpolation makes no values beyond those that are there, and mixes no images. */
function checkRange(all: readonly number[], image: number): void {
  for (const [index, value] of all.entries()) {
    if (index % 3 === 2) near(value, image);
    else assert.ok(value >= 0 && value <= STORED - 1, String(value));
  }
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 2e-3, `${actual}, wanted ${expected}`);
}

augmentation.run();
