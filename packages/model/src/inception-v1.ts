/**
 * Builds Inception v1 as a graph: a 7×7, 1×1, 3×3 stem, nine inception blocks, global average
 * pooling, one softmax, and two auxiliary softmaxes that help training and are not exported.
 * Szegedy et al. 2014, "Going Deeper with Convolutions"; the numbers live in `architecture.ts`.
 */
import {
  AUXILIARY_HEAD,
  BATCH_NORM_EPSILON,
  BLOCK_POOL,
  DEFAULT_CLASSES,
  DEFAULT_INPUT_SIZE,
  DROPOUT,
  HALVING_POOL,
  INCEPTION_ROWS,
  STEM,
  type AuxiliaryName,
  type ConvSize,
  type InceptionRow,
} from "./architecture.ts";
import type { Graph, Normalization, Operation, OutputName, PlacedOperation } from "./graph.ts";
import { inferGraph } from "./shape-inference.ts";

/** Which Inception v1 to build. */
export interface InceptionOptions {
  /** Units of each softmax; 200 when absent. */
  readonly classes?: number;
  /** Height and width of the RGB input in pixels; 56 when absent, at least 33 with all heads. */
  readonly inputSize?: number;
  /** `main` leaves out the auxiliary heads, as the exported network does. `all` when absent. */
  readonly heads?: "all" | "main";
  /** What follows every convolution, the heads' included; `bias`, as in the paper, when absent. */
  readonly normalization?: Normalization;
  /** Scales the filters of every convolution and the heads' hidden units: a narrow copy for tests. */
  readonly widthMultiplier?: number;
  /** Fractions in [0, 1) dropped in training; 0.4 and 0.7 when absent. */
  readonly dropout?: { readonly main: number; readonly aux: number };
}

/**
 * **Input** `[batch, inputSize, inputSize, 3]`, RGB in [0, 1].
 * **Outputs** `main_out`, `aux1`, `aux2`, each `[batch, classes]`, a distribution.
 *
 * @throws {RangeError} for an impossible option; a too small `inputSize` names the smallest
 * @example
 * ```ts
 * import { inceptionV1 } from "@inception-edge/model";
 *
 * const graph = inceptionV1({ classes: 10, heads: "main" });
 * console.log(graph.outputs.length); // 1
 * ```
 */
export function inceptionV1(options: InceptionOptions = {}): Graph {
  const { classes = DEFAULT_CLASSES, inputSize = DEFAULT_INPUT_SIZE, heads = "all" } = options;
  const { normalization = "bias", widthMultiplier = 1, dropout = DROPOUT } = options;
  checkOptions({ classes, inputSize, heads, widthMultiplier, dropout });

  const operations: PlacedOperation[] = [];
  const outputs: OutputName[] = ["main_out"];
  const scaled = (count: number): number => Math.max(1, Math.round(count * widthMultiplier));

  function place(name: string, operation: Operation, ...inputs: string[]): string {
    operations.push({ ...operation, name, inputs });
    return name;
  }

  // ReLU after every convolution, those inside the blocks included (§5).
  function conv(name: string, { filters, ...window }: ConvSize, input: string): string {
    const size = { op: "conv", ...window, filters: scaled(filters), activation: "relu" } as const;
    return place(
      name,
      normalization === "bias"
        ? { ...size, normalization }
        : { ...size, normalization, batchNormEpsilon: BATCH_NORM_EPSILON },
      input,
    );
  }

  function inceptionBlock({ name, filters }: InceptionRow, input: string): string {
    const [direct, reduce3, conv3, reduce5, conv5, projection] = filters;
    const branch = (part: string, kernelSize: number, count: number, from: string): string =>
      conv(`${name}/${part}`, { kernelSize, stride: 1, filters: count }, from);
    const branch1 = branch("1x1", 1, direct, input);
    const branch3 = branch("3x3", 3, conv3, branch("3x3_reduce", 1, reduce3, input));
    const branch5 = branch("5x5", 5, conv5, branch("5x5_reduce", 1, reduce5, input));
    const pool = place(`${name}/pool`, { op: "maxPool", ...BLOCK_POOL }, input);
    const branchPool = branch("pool_proj", 1, projection, pool);
    // Figure 2b from left to right; every trained weight file relies on the order.
    return place(`${name}/concat`, { op: "concat" }, branch1, branch3, branch5, branchPool);
  }

  function softmax(name: OutputName, rate: number, input: string): void {
    const kept = place(
      name === "main_out" ? "dropout" : `${name}/dropout`,
      { op: "dropout", rate },
      input,
    );
    place(name, { op: "dense", units: classes, activation: "softmax" }, kept);
  }

  function auxiliaryHead(name: AuxiliaryName, input: string): void {
    const pool = place(`${name}/pool`, { op: "averagePool", ...AUXILIARY_HEAD.pool }, input);
    const projected = conv(`${name}/conv`, AUXILIARY_HEAD.conv, pool);
    const flat = place(`${name}/flatten`, { op: "flatten" }, projected);
    const units = scaled(AUXILIARY_HEAD.denseUnits);
    const hidden = place(`${name}/fc`, { op: "dense", units, activation: "relu" }, flat);
    softmax(name, dropout.aux, hidden);
    outputs.push(name);
  }

  // Shapes at 56×56.
  let map = place("input", { op: "input", shape: [inputSize, inputSize, 3] });
  map = conv("conv1/7x7", STEM.conv1, map); // [56, 56, 64]
  map = place("pool1", { op: "maxPool", ...HALVING_POOL }, map); // [28, 28, 64]
  map = conv("conv2/1x1", STEM.conv2Reduce, map);
  map = conv("conv2/3x3", STEM.conv2, map); // [28, 28, 192]
  map = place("pool2", { op: "maxPool", ...HALVING_POOL }, map); // [14, 14, 192]
  for (const row of INCEPTION_ROWS) {
    map = inceptionBlock(row, map);
    if (row.head !== undefined && heads === "all") auxiliaryHead(row.head, map);
    if (row.pool !== undefined) {
      map = place(row.pool, { op: "maxPool", ...HALVING_POOL }, map); // [7, 7, 480], then [4, 4, 832]
    }
  }
  // Deviation (Table 1: 7×7/1): whatever size is left, here 4×4.
  const pooled = place("global_pool", { op: "globalAveragePool" }, map); // [1024]
  softmax("main_out", dropout.main, pooled);

  return { nodes: inferGraph(operations), outputs };
}

function checkOptions(options: Required<Omit<InceptionOptions, "normalization">>): void {
  const { classes, inputSize, heads, widthMultiplier, dropout } = options;
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new RangeError(
      `Cannot build Inception v1: classes is ${classes}, wanted a whole number ≥ 1`,
    );
  }
  const smallest = smallestInputSize(heads);
  if (!Number.isSafeInteger(inputSize) || inputSize < smallest) {
    throw new RangeError(
      `Cannot build Inception v1: inputSize is ${inputSize}, wanted a whole number ≥ ${smallest} with ${heads} heads`,
    );
  }
  if (!(widthMultiplier > 0 && Number.isFinite(widthMultiplier))) {
    throw new RangeError(
      `Cannot build Inception v1: widthMultiplier is ${widthMultiplier}, wanted > 0`,
    );
  }
  for (const [head, rate] of Object.entries(dropout)) {
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`Cannot build Inception v1: dropout.${head} is ${rate}, wanted [0, 1)`);
    }
  }
}

/**
 * Three halvings, each rounding up, come before the auxiliary heads, whose VALID pool must fit into
 * what is left; without them the fourth halving must still find more than one row to halve.
 */
function smallestInputSize(heads: "all" | "main"): number {
  const smallestMap = heads === "all" ? AUXILIARY_HEAD.pool.size : 2;
  return (smallestMap - 1) * HALVING_POOL.stride ** 3 + 1;
}
