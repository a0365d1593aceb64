/** A SavedModel in a session whose target is this process's gRPC server, so that its collective operations reach the others. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import protobuf from "protobufjs";
import { savedModelProto } from "../graph/saved-model-proto.ts";
import { SERVING_TAG } from "../graph/saved-model.ts";
import { TensorFlowError } from "../session/graph-thread.ts";
import type { Feeds, Outputs } from "../session/saved-model-runner.ts";
import { checked, type Address, type CLibrary } from "./c-library.ts";
import { deleteTensor, makeTensor, readTensor } from "./c-tensor.ts";
import { encodeSessionConfig } from "./server-proto.ts";

/** An opened session. */
export interface WorkerSession {
  /** Runs a signature after those before it. */
  run(signature: string, feeds: Feeds): Promise<Outputs>;
  /** Ends the run that is under way, by an error. */
  abort(): void;
  /** Frees the session after what it is running. */
  close(): Promise<void>;
}

/** Names of tensors in the graph. */
type Names = Readonly<Record<string, string>>;
type Signatures = ReadonlyMap<string, { readonly inputs: Names; readonly outputs: Names }>;

/** Loads the SavedModel and initializes its variables. */
export async function openWorkerSession(
  library: CLibrary,
  {
    folder,
    target,
    rank,
  }: { readonly folder: string; readonly target: string; readonly rank: number },
): Promise<WorkerSession> {
  const signatures = await readSignatures(folder);
  const graph = library.call("TF_NewGraph") as Address;
  const session = await load(library, { folder, target, rank, graph });
  let previous: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = previous.then(work);
    previous = result.catch(() => {});
    return result;
  };
  const closeSession = (): Promise<void> =>
    checked(library, (status) => void library.call("TF_CloseSession", session, status));

  return {
    run: (signature, feeds) =>
      inTurn(async () => {
        const found = signatures.get(signature);
        if (!found) throw new TensorFlowError(`TensorFlow failed: no signature "${signature}"`);
        return runOnce(library, { session, graph, feeds, ...found });
      }),
    abort: () => void closeSession().catch(() => {}),
    close: () =>
      inTurn(async () => {
        await closeSession().catch(() => {}); // the server may be gone
        await checked(library, (status) =>
          library.callApart("TF_DeleteSession", session, status),
        ).catch(() => {});
        library.call("TF_DeleteGraph", graph);
      }),
  };
}

async function load(
  library: CLibrary,
  options: {
    readonly folder: string;
    readonly target: string;
    readonly rank: number;
    readonly graph: Address;
  },
): Promise<Address> {
  const { folder, target, graph } = options;
  const config = encodeSessionConfig(options);
  const settings = library.call("TF_NewSessionOptions") as Address;
  try {
    library.call("TF_SetTarget", settings, target);
    await checked(library, (status) =>
      library.call("TF_SetConfig", settings, config, config.length, status),
    );
    return await checked(
      library,
      (status) =>
        library.callApart(
          "TF_LoadSessionFromSavedModel",
          settings,
          0n,
          folder,
          [SERVING_TAG],
          1,
          graph,
          0n,
          status,
        ) as Promise<Address>,
    );
  } finally {
    library.call("TF_DeleteSessionOptions", settings);
  }
}

async function runOnce(
  library: CLibrary,
  {
    session,
    graph,
    feeds,
    inputs,
    outputs,
  }: {
    readonly session: Address;
    readonly graph: Address;
    readonly feeds: Feeds;
    readonly inputs: Names;
    readonly outputs: Names;
  },
): Promise<Outputs> {
  const fed = Object.entries(inputs).map(([name, tensor]) => {
    const feed = feeds[name];
    if (!feed) throw new TensorFlowError(`TensorFlow failed: the input "${name}" is not given`);
    return { tensor, feed };
  });
  const wanted = Object.entries(outputs);
  const given = BigUint64Array.from(fed, ({ feed }) => makeTensor(library, feed));
  const answers = new BigUint64Array(wanted.length);
  try {
    const from = outputList(
      library,
      graph,
      fed.map(({ tensor }) => tensor),
    );
    const to = outputList(
      library,
      graph,
      wanted.map(([, tensor]) => tensor),
    );
    const call = [session, 0n, from, given, given.length, to, answers, answers.length, 0n, 0, 0n];
    await checked(library, (status) => library.callApart("TF_SessionRun", ...call, status));
    return Object.fromEntries(
      wanted.map(([name], index) => [name, readTensor(library, answers[index]!)]),
    );
  } finally {
    for (const tensor of [...given, ...answers]) if (tensor !== 0n) deleteTensor(library, tensor);
  }
}

/** An array of `TF_Output { TF_Operation *oper; int index; }`. */
function outputList(library: CLibrary, graph: Address, tensors: readonly string[]): BigUint64Array {
  return BigUint64Array.from(
    tensors.flatMap((tensor) => {
      const [, operation, index] = /^(.*?)(?::(\d+))?$/.exec(tensor)!;
      return [
        library.call("TF_GraphOperationByName", graph, operation) as Address,
        BigInt(index ?? 0),
      ];
    }),
  );
}

async function readSignatures(folder: string): Promise<Signatures> {
  const SavedModel = protobuf.parse(savedModelProto).root.lookupType("tensorflow.SavedModel");
  const bytes = await readFile(join(folder, "saved_model.pb"));
  const { metaGraphs } = SavedModel.toObject(SavedModel.decode(bytes)) as {
    metaGraphs: [{ signatureDef: Record<string, Record<"inputs" | "outputs", TensorInfos>> }];
  };
  return new Map(
    Object.entries(metaGraphs[0].signatureDef).map(([name, { inputs, outputs }]) => [
      name,
      { inputs: namesOf(inputs), outputs: namesOf(outputs) },
    ]),
  );
}

type TensorInfos = Readonly<Record<string, { readonly name: string }>> | undefined;

function namesOf(infos: TensorInfos = {}): Names {
  return Object.fromEntries(Object.entries(infos).map(([key, { name }]) => [key, name]));
}
