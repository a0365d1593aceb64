import protobuf from "protobufjs";
import { savedModelProto } from "@inception-edge/tensorflow/graph";

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
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

/** How many nodes of a program compute something when `signature` is run. */
export function computingNodes(program: Uint8Array, signature: string): number {
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
  const nodes = new Map(graphDef.node.map((node) => [node.name, node]));
  const reached = new Set<string>();
  const open = Object.values(signatureDef[signature]!.outputs).map(({ name }) => name);
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const name = ref.replace(/^\^/, "").replace(/:\d+$/, "");
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(nodes.get(name)!.input ?? []));
  }
  return [...reached].filter((name) => !IDLE.includes(nodes.get(name)!.op)).length;
}
