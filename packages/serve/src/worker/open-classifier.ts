/** One model in a thread: its engine is opened, warmed up, and has to answer the golden images as the exporter did. */
import type { Decoder } from "@inception-edge/image";
import { createClassifier, type Classifier, type Engine } from "./classifier.ts";
import type { ModelSetup } from "./job.ts";
import { selfTest } from "./self-test.ts";

/** Part of `openModel` in `@inception-edge/inference`. */
export type OpenEngine = (
  model: Uint8Array,
  options: { readonly engine: ModelSetup["engine"] },
) => Promise<Engine>;

/** A model that has passed its self-test. */
export interface OpenClassifier {
  readonly classifier: Classifier;
  readonly engine: Engine;
}

/** @throws {Error} when the model does not fit the manifest, or answers a golden image differently than it must */
export async function openClassifier(
  setup: ModelSetup,
  decoder: Decoder,
  openEngine: OpenEngine,
): Promise<OpenClassifier> {
  const engine = await openEngine(new Uint8Array(setup.model), { engine: setup.engine });
  const classifier = createClassifier(setup, { decoder, engine });
  try {
    await selfTest(classifier, engine, setup);
  } catch (error) {
    await engine.dispose();
    throw error;
  }
  return { classifier, engine };
}
