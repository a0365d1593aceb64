/** What can be read off a training program without running it. */
import protobuf from "protobufjs";
import { savedModelProto } from "@inception-edge/tensorflow/graph";

/** A node of a program, as it is written. */
export interface Node {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly device?: string;
  readonly attr?: Readonly<Record<string, { readonly type?: number }>>;
}

/** Nodes that need no computation: names, constants, and values that are passed on. */
const IDLE: readonly string[] = [
  "AssignVariableOp",
  "Bitcast",
  "Const",
  "Identity",
  "NoOp",
  "Placeholder",
  "ReadVariableOp",
  "Reshape",
  "VarHandleOp",
];

/** Operations whose output may be the memory of their first input. */
const PASSES_ON: readonly string[] = ["Bitcast", "Identity", "Reshape", "Split", "SplitV"];

/** The nodes that run for `output` of `signature`, by default for all of its outputs, by name. */
export function nodesBehind(
  program: Uint8Array,
  signature: string,
  output?: string,
): ReadonlyMap<string, Node> {
  const { nodes, signatures } = decode(program);
  const { outputs } = signatures[signature]!;
  return reachedFrom(nodes, output ? [outputs[output]!.name] : namesIn(outputs));
}

/** The nodes that must have run before the node `name` does, by name. */
export function nodesBefore(program: Uint8Array, name: string): ReadonlyMap<string, Node> {
  const { nodes } = decode(program);
  return reachedFrom(nodes, nodes.get(name)!.input);
}

function reachedFrom(
  nodes: ReadonlyMap<string, Node>,
  from: readonly string[],
): ReadonlyMap<string, Node> {
  const reached = new Map<string, Node>();
  const open = [...from];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const name = nodeName(ref);
    if (reached.has(name)) continue;
    reached.set(name, nodes.get(name)!);
    open.push(...(nodes.get(name)!.input ?? []));
  }
  return reached;
}

const namesIn = (outputs: Readonly<Record<string, { readonly name: string }>>): string[] =>
  Object.values(outputs).map(({ name }) => name);

/** How many nodes of a program compute something when `signature` is run. */
export function computingNodes(program: Uint8Array, signature: string): number {
  const { nodes, signatures } = decode(program);
  const reached = reachedFrom(nodes, namesIn(signatures[signature]!.outputs));
  // TensorFlow casts constants once, when it loads the program.
  const isConstant = ({ op, input }: Node): boolean =>
    op === "Cast" && nodes.get(nodeName(input[0]!))!.op === "Const";
  const computes = (node: Node): boolean => !IDLE.includes(node.op) && !isConstant(node);
  return [...reached.values()].filter(computes).length;
}

/** The assignments that may leave a fed value's own memory in a variable. */
export function assignedFeeds(program: Uint8Array): readonly string[] {
  const { nodes } = decode(program);
  const source = (ref: string): Node => {
    const node = nodes.get(nodeName(ref))!;
    return PASSES_ON.includes(node.op) ? source(node.input[node.op === "Split" ? 1 : 0]!) : node;
  };
  return [...nodes.values()]
    .filter(({ op, input }) => op === "AssignVariableOp" && source(input[1]!).op === "Placeholder")
    .map(({ name }) => name);
}

function decode(program: Uint8Array) {
  const SavedModel = protobuf.parse(savedModelProto).root.lookupType("tensorflow.SavedModel");
  const { metaGraphs } = SavedModel.toObject(SavedModel.decode(program)) as {
    metaGraphs: [
      {
        graphDef: { node: Node[] };
        signatureDef: Record<string, { outputs: Record<string, { name: string }> }>;
      },
    ];
  };
  const [{ graphDef, signatureDef }] = metaGraphs;
  return {
    nodes: new Map(graphDef.node.map((node) => [node.name, node])),
    signatures: signatureDef,
  };
}

/** `^a` and `a:1` are references to `a`. */
const nodeName = (ref: string): string => ref.replace(/^\^/, "").replace(/:\d+$/, "");
