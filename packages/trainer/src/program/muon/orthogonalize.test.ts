import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeholder } from "@inception-edge/tensorflow/ops";
import { seededRandom } from "@inception-edge/testing/demo";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { orthogonalize } from "./orthogonalize.ts";

const orthogonal = suite("orthogonalize()");

/**
 * √(mean of (σ² − 1)²) of the singular values σ that five of Jordan et al.'s iterations leave of the matrices below, at most:
 * 0.34 to 0.37 on the momenta of a training run, whose spectra are like theirs (docs/log.md).
 */
const JORDAN = 0.34;

const SHAPES = [
  [64, 24],
  [24, 64],
  [32, 32],
] as const;

/** Singular values fall from the first of these to the second, as far apart as those of momenta. */
const SPECTRA = [0.5, 0.1, 0.03].flatMap((least) =>
  [1, 1e-8, 1e6].map((length) => [length, length * least] as const),
);

for (const [compute, iterationsPerGram] of [
  ["float32", 4],
  ["float32", 2],
  ["bfloat16", 2],
  ["float16", 2],
] as const) {
  orthogonal(`orthogonalize(), ${compute}, ${iterationsPerGram} iterations a Gram matrix`, () =>
    withGraph(
      (graph) => {
        const stacks = Object.fromEntries(
          SHAPES.map((shape) => [
            String(shape),
            placeholder(graph, `x${shape.join("x")}`, "float32", [SPECTRA.length + 2, ...shape]),
          ]),
        );
        const outputs = Object.entries(stacks).map(
          ([name, x]) => [name, orthogonalize(x, compute, iterationsPerGram)] as const,
        );
        return { inputs: stacks, outputs: Object.fromEntries(outputs) };
      },
      async (run) => {
        const made = SHAPES.map(([rows, columns]) => {
          const last = Math.min(rows, columns) - 1;
          return [
            ...SPECTRA.map(([first, least]) =>
              matrixOf(rows, columns, (k) => first * (least / first) ** (k / last)),
            ),
            matrixOf(rows, columns, (k) => (k === 0 ? 3 : 0)),
            matrixOf(rows, columns, () => 0),
          ];
        });
        const results = await run(
          Object.fromEntries(
            SHAPES.map((shape, index) => {
              const values = Float32Array.from(made[index]!.flatMap(({ matrix }) => [...matrix]));
              const dtype = "float32";
              return [String(shape), { dtype, shape: [made[index]!.length, ...shape], values }];
            }),
          ),
        );
        for (const [index, [rows, columns]] of SHAPES.entries()) {
          const { values } = results[String([rows, columns])]!;
          const xs = made[index]!.map((_, place) =>
            Float32Array.from(values.slice(place * rows * columns, (place + 1) * rows * columns)),
          );
          for (const [place, spectrum] of SPECTRA.entries()) {
            const x = xs[place]!;
            const error = orthogonalityError(x, rows, columns);
            assert.ok(error < JORDAN / 2, `${rows} × ${columns}, ${spectrum}: ${error}`);
            const { nearest } = made[index]![place]!;
            const cosine = dot(x, nearest) / Math.sqrt(dot(x, x) * dot(nearest, nearest));
            assert.ok(cosine > 0.99, `${rows} × ${columns}, ${spectrum}: ${cosine}`);
          }
          const [rankOne, nothing] = xs.slice(-2) as [Float32Array, Float32Array];
          assert.ok(Math.abs(Math.sqrt(dot(rankOne, rankOne)) - 1) < 0.05);
          assert.ok(nothing.every((value) => value === 0));
        }
      },
    ),
  );
}

/** A random matrix with the given singular values, row-major, and the orthogonal matrix nearest to it. */
function matrixOf(
  rows: number,
  columns: number,
  singular: (index: number) => number,
): { readonly matrix: Float32Array; readonly nearest: Float32Array } {
  const side = Math.min(rows, columns);
  const [left, right] = [orthonormal(side, rows, 1), orthonormal(side, columns, 2)];
  const sum = (factor: (index: number) => number): Float32Array =>
    Float32Array.from({ length: rows * columns }, (_, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      return left.reduce((x, u, k) => x + factor(k) * u[row]! * right[k]![column]!, 0);
    });
  return { matrix: sum(singular), nearest: sum(() => 1) };
}

/** `count` orthonormal vectors of `length` numbers, by Gram–Schmidt. */
function orthonormal(count: number, length: number, seed: number): readonly (readonly number[])[] {
  const uniform = seededRandom(seed);
  const vectors: number[][] = [];
  for (let index = 0; index < count; index += 1) {
    let vector = Array.from({ length }, () => uniform() - 0.5);
    for (const other of [...vectors, ...vectors]) {
      const along = dot(vector, other);
      vector = vector.map((value, place) => value - along * other[place]!);
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

/** √(mean of (σ² − 1)²): the Frobenius distance of the Gram matrix on the smaller side from the identity, per √side. */
function orthogonalityError(x: Float32Array, rows: number, columns: number): number {
  const [side, other] = [Math.min(rows, columns), Math.max(rows, columns)];
  const at = (i: number, k: number): number =>
    rows <= columns ? x[i * columns + k]! : x[k * columns + i]!;
  let squares = 0;
  for (let i = 0; i < side; i += 1) {
    for (let j = 0; j < side; j += 1) {
      let product = i === j ? -1 : 0;
      for (let k = 0; k < other; k += 1) product += at(i, k) * at(j, k);
      squares += product ** 2;
    }
  }
  return Math.sqrt(squares / side);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}

orthogonal.run();
