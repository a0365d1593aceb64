/**
 * A network as plain data: nodes in topological order, each with its operation, its inputs,
 * the shape it yields and the weights it holds. Builders for tfjs, for TensorFlow's training graph
 * and for TFLite all read this one value. It holds no weight values and knows no backend.
 */

/** Dimensions without the batch: `[height, width, channels]` or `[units]`. */
export type Shape = readonly number[];

/** What a weight array is for; `mean` and `variance` are moving statistics, not learned. */
export type WeightKind = "kernel" | "bias" | "gamma" | "beta" | "mean" | "variance";

/** One weight array: its values travel separately, under this name. */
export interface WeightSpec {
  /** `<node name>/<kind>`, for example `inception_3a/3x3_reduce/kernel`. */
  readonly name: string;
  /** Convolutions `[height, width, in, out]`, dense layers `[in, out]`, all others `[out]`. */
  readonly shape: Shape;
  readonly kind: WeightKind;
  /** False for the moving mean and variance, which a step updates without a gradient. */
  readonly trainable: boolean;
}

/** What follows a convolution: a bias, or batch normalization (which brings its own shift). */
export type Normalization = "bias" | "batch";

/** Where images enter, `[height, width, channels]`. */
export interface InputOperation {
  readonly op: "input";
  readonly shape: Shape;
}

/** SAME padding, square kernel, then the bias or the batch normalization, then ReLU. */
export type ConvOperation = {
  readonly op: "conv";
  readonly kernelSize: number;
  readonly stride: number;
  readonly filters: number;
  readonly activation: "relu";
} & (
  | { readonly normalization: "bias" }
  | { readonly normalization: "batch"; readonly batchNormEpsilon: number }
);

/** Square window. SAME padding never enters a maximum or an average. */
export interface PoolOperation {
  readonly op: "maxPool" | "averagePool";
  readonly size: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
}

/** Along the channels, in the order of the inputs. */
export interface ConcatOperation {
  readonly op: "concat";
}

/** The mean over height and width: `[height, width, channels]` to `[channels]`. */
export interface GlobalAveragePoolOperation {
  readonly op: "globalAveragePool";
}

/** Row-major: height, then width, then channels. */
export interface FlattenOperation {
  readonly op: "flatten";
}

/** `rate` is the fraction dropped in training, in [0, 1); an identity otherwise. */
export interface DropoutOperation {
  readonly op: "dropout";
  readonly rate: number;
}

/** Always with a bias. Training reads the logits, before a softmax. */
export interface DenseOperation {
  readonly op: "dense";
  readonly units: number;
  readonly activation: "relu" | "softmax";
}

/** What a node of a graph computes. */
export type Operation =
  | InputOperation
  | ConvOperation
  | PoolOperation
  | ConcatOperation
  | GlobalAveragePoolOperation
  | FlattenOperation
  | DropoutOperation
  | DenseOperation;

/** An operation with its name and the names of the nodes it reads. */
export type PlacedOperation = Operation & {
  readonly name: string;
  readonly inputs: readonly string[];
};

/** A placed operation with what follows from it. `weights` are in the order of {@link WeightKind}. */
export type GraphNode = PlacedOperation & {
  readonly shape: Shape;
  readonly weights: readonly WeightSpec[];
};

/** The softmax heads; only `main_out` is exported. */
export type OutputName = "main_out" | "aux1" | "aux2";

/** A network as data: operations by name, each with the names of its inputs. */
export interface Graph {
  /** Topological order, the one input first. */
  readonly nodes: readonly GraphNode[];
  /** Names of the softmax nodes, the main one first. */
  readonly outputs: readonly OutputName[];
}

/** All weights of a graph in the order of its nodes. */
export function weightSpecs(graph: Graph): WeightSpec[] {
  return graph.nodes.flatMap((node) => node.weights);
}

/** Whether the node is a softmax head. */
export function isHead(node: Operation): boolean {
  return node.op === "dense" && node.activation === "softmax";
}

/** A convolution that batch normalization follows. */
export type NormalizedNode = Extract<GraphNode, { normalization: "batch" }>;

/** Whether batch normalization follows the node's convolution. */
export function isNormalized(node: GraphNode): node is NormalizedNode {
  return node.op === "conv" && node.normalization === "batch";
}

/** Number of scalars in an array of this shape. */
export function shapeSize(shape: Shape): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** `[56, 56, 3]`, as errors print it. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
