import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeholder, RandomStreams } from "@inception-edge/tensorflow/ops";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { mix, type Mixing } from "./mixing.ts";

const mixing = suite("mix()");

const BATCH = 64;
const SIZE = 10;
const PIXELS = SIZE * SIZE;

/** One batch mixed: image i has the value i everywhere, and is of class i. */
interface Seen {
  /** Values of the red channel, by row and column. */
  readonly image: Float32Array;
  /** Share of each class. */
  readonly target: Float32Array;
}

async function mixed(how: Mixing, work: (seen: readonly Seen[]) => void): Promise<void> {
  const shape = [BATCH, SIZE, SIZE, 3];
  await withGraph(
    (graph) => {
      const images = placeholder(graph, "images", "float32", shape);
      const targets = placeholder(graph, "targets", "float32", [BATCH, BATCH]);
      const step = placeholder(graph, "step", "int32");
      const { images: x, targets: y } = mix(
        { images, targets },
        how,
        new RandomStreams(graph, 3, step),
      );
      return { inputs: { images, targets, step }, outputs: { x, y } };
    },
    async (run) => {
      const { x, y } = await run({
        images: {
          dtype: "float32",
          shape,
          values: Float32Array.from({ length: BATCH * PIXELS * 3 }, (_, index) =>
            Math.floor(index / 3 / PIXELS),
          ),
        },
        targets: {
          dtype: "float32",
          shape: [BATCH, BATCH],
          values: Float32Array.from({ length: BATCH * BATCH }, (_, index) =>
            index % (BATCH + 1) === 0 ? 1 : 0,
          ),
        },
        step: { dtype: "int32", shape: [], values: Int32Array.of(0) },
      });
      work(
        Array.from({ length: BATCH }, (_, index) => ({
          image: Float32Array.from(
            { length: PIXELS },
            (__, pixel) => x!.values[(index * PIXELS + pixel) * 3]!,
          ),
          target: Float32Array.from(y!.values.subarray(index * BATCH, (index + 1) * BATCH)),
        })),
      );
    },
  );
}

const partnerOf = (index: number): number => BATCH - 1 - index;

mixing("mix() pastes a square of the partner and gives its class the share that it covers", () =>
  mixed({ cutmix: 1, mixup: 0 }, (seen) => {
    const sides = new Set<number>();
    const positions = new Set<string>();
    for (const [index, { image, target }] of seen.entries()) {
      const pasted = [...image.keys()].filter((pixel) => image[pixel] === partnerOf(index));
      assert.ok(image.every((value) => value === index || value === partnerOf(index)));
      const columns = new Set(pasted.map((pixel) => pixel % SIZE));
      const rows = new Set(pasted.map((pixel) => Math.floor(pixel / SIZE)));
      assert.is(columns.size, rows.size, "a square");
      assert.is(pasted.length, columns.size * rows.size, "filled");
      assert.ok(Math.abs(target[partnerOf(index)]! - pasted.length / PIXELS) < 1e-6);
      assert.ok(Math.abs(target[index]! - (1 - pasted.length / PIXELS)) < 1e-6);
      sides.add(columns.size);
      if (pasted.length > 0) positions.add(`${Math.min(...columns)},${Math.min(...rows)}`);
    }
    assert.ok(sides.size >= 8 && Math.max(...sides) === SIZE, `sides ${[...sides].join(", ")}`);
    assert.ok(positions.size > 16);
  }),
);

mixing("mix() averages two images as it does their classes", () =>
  mixed({ cutmix: 0, mixup: 1 }, (seen) => {
    const shares = seen.map(({ image, target }, index) => {
      const share = target[partnerOf(index)]!;
      const expected = index + share * (partnerOf(index) - index);
      assert.ok(image.every((value) => Math.abs(value - expected) < 1e-4));
      assert.ok(Math.abs(target.reduce((sum, value) => sum + value, 0) - 1) < 1e-6);
      return share;
    });
    assert.ok(Math.min(...shares) < 0.1 && Math.max(...shares) > 0.9);
  }),
);

mixing("mix() leaves the share whole that neither way takes", () =>
  mixed({ cutmix: 0.3, mixup: 0.2 }, (seen) => {
    const whole = seen.filter(({ target }, index) => target[index] === 1).length / BATCH;
    assert.ok(whole > 0.3 && whole < 0.7, `${whole} whole, wanted about a half`);
    assert.ok(
      seen.every(
        ({ image, target }, index) =>
          target[index] !== 1 || image.every((value) => value === index),
      ),
    );
  }),
);

mixing.run();
