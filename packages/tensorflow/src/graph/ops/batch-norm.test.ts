import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/testing/demo";
import { withGraph } from "@inception-edge/testing/networks/with-graph";
import { gradients } from "../gradients.ts";
import type { GraphBuilder, Tensor } from "../graph-builder.ts";
import { batchNormInference, batchNormTraining } from "./batch-norm.ts";
import { constant } from "./constant.ts";

const batchNorm = suite("batchNormTraining()");

const CHANNELS = 3;
const SHAPE = [2, 3, 3, CHANNELS];
const ROWS = 18; // values of each channel
const EPSILON = 1e-3;

const random = seededRandom(1);
const draw = (length: number): number[] => Array.from({ length }, () => 2 * random() - 0.5);
const [x, dy] = [draw(ROWS * CHANNELS), draw(ROWS * CHANNELS)];
const [gamma, beta, mean, variance] = [draw(3), draw(3), draw(3), [1.5, 2.5, 0.5]];

/** The inputs as tensors. */
function inputs(
  graph: GraphBuilder,
): Record<"x" | "dy" | "gamma" | "beta" | "mean" | "variance", Tensor> {
  const vector = (values: readonly number[]): Tensor => constant(graph, values);
  return {
    x: constant(graph, x, "float32", SHAPE),
    dy: constant(graph, dy, "float32", SHAPE),
    gamma: vector(gamma),
    beta: vector(beta),
    mean: vector(mean),
    variance: vector(variance),
  };
}

/** Ioffe & Szegedy 2015, Algorithm 1 and the chain rule of §3, one channel. */
function expected(channel: number): Record<"output" | "dx" | "dgamma" | "dbeta", number[]> & {
  readonly mean: number;
  readonly variance: number;
} {
  const valuesOf = (values: readonly number[]): number[] =>
    values.filter((_, index) => index % CHANNELS === channel);
  const center = average(valuesOf(x));
  const spread = average(valuesOf(x).map((value) => (value - center) ** 2));
  const normal = valuesOf(x).map((value) => (value - center) / Math.sqrt(spread + EPSILON));
  const slopes = valuesOf(dy);
  const along = average(slopes.map((slope, index) => slope * normal[index]!));
  const factor = gamma[channel]! / Math.sqrt(spread + EPSILON);
  return {
    mean: center,
    variance: (spread * ROWS) / (ROWS - 1),
    output: normal.map((value) => gamma[channel]! * value + beta[channel]!),
    dx: slopes.map((slope, index) => factor * (slope - average(slopes) - normal[index]! * along)),
    dgamma: [ROWS * along],
    dbeta: [ROWS * average(slopes)],
  };
}

batchNorm("batchNormTraining() and its gradients follow the paper", async () => {
  await withGraph(
    (graph) => {
      const given = inputs(graph);
      const { output, ...seen } = batchNormTraining(given.x, given, EPSILON);
      const targets = [given.x, given.gamma, given.beta];
      const [dx, dgamma, dbeta] = gradients([[output, given.dy]], targets) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      return { inputs: {}, outputs: { output, dx, dgamma, dbeta, ...seen } };
    },
    async (run) => {
      const found = await run();
      const valuesOf = (name: string, channel: number): number[] =>
        [...found[name]!.values].filter((_, index) => index % CHANNELS === channel);
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const wanted = expected(channel);
        for (const name of ["output", "dx", "dgamma", "dbeta"] as const) {
          near(valuesOf(name, channel), wanted[name]);
        }
        near(valuesOf("mean", channel), [wanted.mean]);
        near(valuesOf("variance", channel), [wanted.variance]);
      }
    },
  );
});

batchNorm("batchNormInference() normalizes by the statistics it is given", async () => {
  await withGraph(
    (graph) => {
      const given = inputs(graph);
      return { inputs: {}, outputs: { output: batchNormInference(given.x, given, EPSILON) } };
    },
    async (run) => {
      const wanted = x.map((value, index) => {
        const channel = index % CHANNELS;
        const normal = (value - mean[channel]!) / Math.sqrt(variance[channel]! + EPSILON);
        return gamma[channel]! * normal + beta[channel]!;
      });
      near([...(await run())["output"]!.values], wanted);
    },
  );
});

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function near(actual: readonly number[], wanted: readonly number[]): void {
  assert.is(actual.length, wanted.length);
  for (const [index, value] of wanted.entries()) {
    assert.ok(
      Math.abs(actual[index]! - value) < 1e-5,
      `${index}: ${actual[index]}, wanted ${value}`,
    );
  }
}

batchNorm.run();
