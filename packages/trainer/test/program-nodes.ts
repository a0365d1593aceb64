/** What can be read off a training program without running it. */
import protobuf from "protobufjs";
import { savedModelProto } from "@inception-edge/tensorflow/graph";

/** A node, with the attribute that the tests ask for. */
export interface Node {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, { readonly type?: number; readonly s?: Uint8Array }>>;
}

/** Nodes that need no computation: names, constants, and values that are passed on. */
const IDLE: readonly string[] = [
  "AssignVariableOp",
  "Const",
  "Identity",
  "NoOp",
  "Placeholder",
  "ReadVariableOp",
  "Reshape",
  "VarHandleOp",
];

/** Operations whose output may be the memory of their first input. */
const PASSES_ON: readonly string[] = ["Identity", "Reshape", "Split", "SplitV"];

/** How many nodes of a program compute something when `signature` is run. */
export function computingNodes(program: Uint8Array, signature: string): number {
  const { nodes } = decode(program);
  const reached = nodesOf(program, signature);
  // TensorFlow casts constants once, when it loads the program.
  const isConstant = ({ op, input }: Node): boolean =>
    op === "Cast" && nodes.get(nodeName(input[0]!))!.op === "Const";
  const computes = (node: Node): boolean => !IDLE.includes(node.op) && !isConstant(node);
  return reached.filter(computes).length;
}

/** The nodes that are run with `signature`. */
export function nodesOf(program: Uint8Array, signature: string): readonly Node[] {
  const { nodes, signatures } = decode(program);
  const reached = new Map<string, Node>();
  const open = Object.values(signatures[signature]!.outputs).map(({ name }) => name);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const node = nodes.get(nodeName(ref))!;
    if (reached.has(node.name)) continue;
    reached.set(node.name, node);
    open.push(...(node.input ?? []));
  }
  return [...reached.values()];
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
