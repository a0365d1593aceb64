/**
 * Loads a SavedModel folder with tfjs-node and runs its signatures. A run is synchronous and uses every core;
 * ./graph-thread.ts keeps it off the main thread.
 */
import type * as TensorFlow from "@tensorflow/tfjs-node-gpu";
import { SERVING_TAG } from "../graph/saved-model.ts";

/** An input tensor. */
export type FeedValue =
  | { readonly dtype: "int32"; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: "float32"; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: "string"; readonly value: string };

/** Inputs by name. */
export type Feeds = Readonly<Record<string, FeedValue>>;

/** An output tensor. */
export interface Output {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Outputs by name. */
export type Outputs = Readonly<Record<string, Output>>;

/** An opened SavedModel. */
export interface SavedModelRunner {
  /** Runs a signature, which the first call loads. */
  run(signature: string, feeds: Feeds): Promise<Outputs>;
}

type Tf = typeof TensorFlow.default;

/** Imports tfjs-node-gpu; call `ensureTensorFlow` first. */
export async function importTensorFlow(): Promise<Tf> {
  return (await import("@tensorflow/tfjs-node-gpu")).default;
}

/** Imports TensorFlow; signatures are loaded when they are first run. */
export async function openSavedModel(folder: string): Promise<SavedModelRunner> {
  const tf = await importTensorFlow();
  type Model = Awaited<ReturnType<Tf["node"]["loadSavedModel"]>>;
  const models = new Map<string, Model>();
  // What was fed is JavaScript's memory, which this thread alone may release: a run later, none of TensorFlow's has it.
  let fed: TensorFlow.NamedTensorMap = {};

  return {
    async run(signature, feeds) {
      let model = models.get(signature);
      if (!model) {
        // Signatures of one folder share one session, and so one set of variables.
        model = await tf.node.loadSavedModel(folder, [SERVING_TAG], signature);
        models.set(signature, model);
      }
      const inputs: TensorFlow.NamedTensorMap = {};
      for (const [name, feed] of Object.entries(feeds)) {
        inputs[name] =
          feed.dtype === "string"
            ? tf.scalar(feed.value, "string")
            : tf.tensor(feed.values, [...feed.shape], feed.dtype);
      }
      const outputs = model.predict(inputs) as TensorFlow.NamedTensorMap;
      try {
        return Object.fromEntries(
          Object.entries(outputs).map(([name, tensor]) => [
            name,
            { shape: tensor.shape, values: tensor.dataSync<"float32" | "int32">() },
          ]),
        );
      } finally {
        tf.dispose([fed, outputs]);
        fed = inputs;
      }
    },
  };
}
