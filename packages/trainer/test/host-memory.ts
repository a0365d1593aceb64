/**
 * Which values of a program TensorFlow keeps in the host's memory while its kernels run on a GPU, after the kernels that
 * TensorFlow 2.21 with CUDA registers for the operations of our steps (`host_memory_arg` in `TF_GetRegisteredKernelsForOp`).
 */
import type { Node } from "./program-nodes.ts";

/** Positions of the inputs that a GPU's kernel reads in the host's memory; -1 is the last one. */
const READ_THERE: Readonly<Record<string, readonly number[]>> = {
  ArgMax: [1],
  AvgPoolGrad: [0],
  ConcatV2: [-1],
  Conv2DBackpropFilter: [1],
  Conv2DBackpropInput: [0],
  Fill: [0],
  GatherV2: [2],
  ImageProjectiveTransformV3: [2, 3],
  Max: [1],
  Mean: [1],
  OneHot: [1],
  Pad: [1],
  Reshape: [1],
  ReverseV2: [1],
  Slice: [1, 2],
  SplitV: [1, 2],
  StatelessRandomUniform: [0, 1],
  StatelessTruncatedNormal: [0, 1],
  Sum: [1],
};

/** Operations that on a GPU, too, compute int32 in the host's memory. */
const INT32_THERE: readonly string[] = ["Const", "Equal", "Identity", "Pack"];
const INT32 = 3;

const isThere = ({ op, device, attr = {} }: Node): boolean =>
  op === "Placeholder" ||
  Boolean(device) ||
  (INT32_THERE.includes(op) && (attr["T"] ?? attr["dtype"])?.type === INT32);

/** The edges between `nodes` that are copies from one memory to the other: "Placeholder labels → OneHot one_hot". */
export function copiesBetween(nodes: ReadonlyMap<string, Node>): readonly string[] {
  return [...nodes.values()].flatMap((node) => {
    const inputs = (node.input ?? []).filter((ref) => !ref.startsWith("^"));
    return inputs.flatMap((ref, index) => {
      const source = nodes.get(ref.replace(/:\d+$/, ""))!;
      if (source.op === "VarHandleOp") return [];
      const read = READ_THERE[node.op] ?? [];
      const readsThere =
        isThere(node) || read.includes(index) || read.includes(index - inputs.length);
      const isCopy = readsThere !== isThere(source);
      return isCopy ? [`${source.op} ${source.name} → ${node.op} ${node.name}`] : [];
    });
  });
}
