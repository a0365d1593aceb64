/** Opens a TFLite model in the engine that is fastest here: `run` takes an image's numbers and gives scores. */
import {
  readTflite,
  TfliteError,
  writeTflite,
  type TfliteModel,
  type TfliteTensor,
} from "@inception-edge/tflite";
import { compileEngine, type CompiledEngine } from "./compile-engine.ts";
import { engineCall } from "./engine-call.ts";
import type { EngineName, ModelFile, RunningModel } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";
import { OpenModel, type InferenceModel } from "./inference-model.ts";
import { startNative } from "./native/native-engine.ts";
import { startWasm } from "./wasm/wasm-engines.ts";

/** How to open a model, and what it must be. */
export interface OpenOptions {
  /** `auto` when absent; an engine compiled before saves the time of compiling it. */
  readonly engine?: EngineName | "auto" | CompiledEngine;
  /** Path of LiteRT's library, for an engine that is named or `auto`. */
  readonly library?: string | undefined;
  /** Names of tensors inside the network to hand out as further outputs, `inception_5b/concat`. */
  readonly expose?: readonly string[];
  /** Shapes that the model must have; another model is refused. */
  readonly expect?: { readonly input?: readonly number[]; readonly output?: readonly number[] };
}

/**
 * @param bytes of a TFLite file; not kept
 * @throws {InferenceError} `bad_model`, `wrong_model`, `no_engine`, `engine_failed`
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { openModel } from "@inception-edge/inference";
 *
 * // The last feature map beside the answer, of a model that must be for images of 56 × 56.
 * const model = await openModel(await readFile("bundle/model.int8.tflite"), {
 *   expose: ["inception_5b/concat"],
 *   expect: { input: [1, 56, 56, 3] },
 * });
 * const [probabilities, features] = await model.run(new Float32Array(56 * 56 * 3));
 * console.log(probabilities.length, features.length); // 200 16384
 * model.dispose();
 * ```
 */
export async function openModel(
  bytes: Uint8Array,
  options: OpenOptions = {},
): Promise<InferenceModel> {
  const { engine: wanted = "auto", library, expose = [], expect = {} } = options;
  const file = readModel(bytes);
  const model = exposed(file, expose);
  const [input] = model.inputs.map((place) => model.tensors[place]!);
  const outputs = model.outputs.map((place) => model.tensors[place]!);
  checkShape("input", input!, expect.input);
  checkShape("output", outputs[0]!, expect.output);
  const compiled = typeof wanted === "string" ? await compileEngine(wanted, { library }) : wanted;
  const checked = { bytes: model === file ? bytes : writeTflite(model), input: input!, outputs };
  const running = await engineCall(compiled, "start", () => start(compiled, checked));
  return new OpenModel({ engine: compiled, running, input: input!, outputs });
}

/**
 * The same model with tensors inside the network as further outputs: to do once what `expose` does at every opening.
 * @throws {InferenceError} `bad_model`, `wrong_model`
 */
export function exposeTensors(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  return writeTflite(exposed(readModel(bytes), names));
}

function readModel(bytes: Uint8Array): TfliteModel {
  try {
    return readTflite(bytes);
  } catch (cause) {
    if (!(cause instanceof TfliteError)) throw cause;
    throw new InferenceError("bad_model", cause.message, { cause });
  }
}

/** The model with further outputs; itself where there are none to add. */
function exposed(model: TfliteModel, names: readonly string[]): TfliteModel {
  if (names.length === 0) return model;
  const places = names.map((name) => {
    const place = model.tensors.findIndex((tensor) => tensor.name === name);
    if (place !== -1 && model.tensors[place]!.data === undefined) return place;
    throw new InferenceError(
      "wrong_model",
      `Cannot expose "${name}": the model computes no tensor of that name`,
    );
  });
  return { ...model, outputs: [...model.outputs, ...places] };
}

function checkShape(
  what: string,
  { name, shape }: TfliteTensor,
  wanted: readonly number[] | undefined,
): void {
  if (wanted === undefined || wanted.join() === shape.join()) return;
  throw new InferenceError(
    "wrong_model",
    `Cannot use TFLite model: its ${what} "${name}" is [${shape.join(", ")}], wanted [${wanted.join(", ")}]; give the model that belongs to this manifest`,
  );
}

function start(compiled: CompiledEngine, file: ModelFile): Promise<RunningModel> {
  return compiled.name === "litert-native"
    ? startNative(compiled, file)
    : startWasm(compiled, file);
}
