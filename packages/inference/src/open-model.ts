/** Opens a TFLite model in the engine that is fastest here: `run` takes a picture's numbers and gives scores. */
import { readTflite, TfliteError, writeTflite } from "@inception-edge/model/tflite";
import type { Quantization, TfliteModel, TfliteTensor } from "@inception-edge/model/tflite";
import { ENGINES } from "./choose-engine.ts";
import type { EngineChoice } from "./choose-engine.ts";
import { compileEngine } from "./compile-engine.ts";
import type { CompiledEngine } from "./compile-engine.ts";
import type { EngineName, RunningModel } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";
import { instantiate } from "./instantiate.ts";

export interface TensorInfo {
  readonly name: string;
  /** Batch included: `[1, 56, 56, 3]`. */
  readonly shape: readonly number[];
}

export interface OpenOptions {
  /** `auto` when absent; an engine compiled before saves the time of compiling it. */
  readonly engine?: EngineName | "auto" | CompiledEngine;
  /** Names of tensors inside the network to hand out as further outputs, `inception_5b/concat`. */
  readonly expose?: readonly string[];
  /** Shapes that the model must have; another model is refused. */
  readonly expect?: { readonly input?: readonly number[]; readonly output?: readonly number[] };
}

/** A model in an engine's memory, until `dispose`. */
export interface InferenceModel {
  readonly engine: EngineChoice;
  readonly input: TensorInfo;
  /** The file's outputs, then those exposed. */
  readonly outputs: readonly TensorInfo[];
  /**
   * Answers for one input. Calls wait for one another.
   *
   * @param input float32, row-major in `input.shape`
   * @returns float32 an output, in the order of `outputs`: copies, int8 ones made real numbers
   * @throws {InferenceError} `bad_input`, `engine_failed`, `disposed`
   */
  run(input: Float32Array): Promise<readonly Float32Array[]>;
  /** Frees the memory; a second call does nothing. */
  dispose(): void;
}

/**
 * @param bytes of a TFLite file; not kept
 * @throws {InferenceError} `bad_model`, `wrong_model`, `no_engine`, `engine_failed`
 * @example
 * ```ts
 * const model = await openModel(await readFile("runs/latest/bundle/model.int8.tflite"));
 * const [scores] = await model.run(prepareInput(contract, decoder.decode(jpeg)));
 * model.dispose();
 * ```
 */
export async function openModel(
  bytes: Uint8Array,
  options: OpenOptions = {},
): Promise<InferenceModel> {
  const { engine: wanted = "auto", expose = [], expect = {} } = options;
  const file = readModel(bytes);
  const model = exposed(file, expose);
  const [input] = model.inputs.map((place) => model.tensors[place]!);
  const outputs = model.outputs.map((place) => model.tensors[place]!);
  checkShape("input", input!, expect.input);
  checkShape("output", outputs[0]!, expect.output);
  const compiled = typeof wanted === "string" ? await compileEngine(wanted) : wanted;
  const running = await start(compiled, model === file ? bytes : writeTflite(model));
  return new OpenModel({ compiled, running, input: input!, outputs });
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

async function start(compiled: CompiledEngine, bytes: Uint8Array): Promise<RunningModel> {
  const engine = ENGINES.find(({ name }) => name === compiled.name)!;
  return engineCall(compiled, "start", async () => {
    // An instance a model: what goes wrong in one, or leaks, is gone with it.
    const instance = await instantiate(compiled.script, engine.factory, compiled.wasm);
    return engine.start(instance, bytes);
  });
}

/** What an engine throws may be a number, or a WebAssembly trap: it becomes an error with a name. */
async function engineCall<T>(
  { name, variant }: EngineChoice,
  verb: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : `exception ${String(cause)}`;
    const message = `Cannot ${verb} the model in ${name} ${variant}: ${reason}`;
    throw new InferenceError("engine_failed", message, { cause });
  }
}

class OpenModel implements InferenceModel {
  readonly engine: EngineChoice;
  readonly input: TensorInfo;
  readonly outputs: readonly TensorInfo[];
  readonly #tensors: readonly TfliteTensor[];
  readonly #size: number;
  /** Until `dispose`. */
  #running: RunningModel | undefined;
  /** What a failed engine still holds is not to be touched, freed neither. */
  #hasFailed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor({
    compiled,
    running,
    input,
    outputs,
  }: {
    readonly compiled: CompiledEngine;
    readonly running: RunningModel;
    readonly input: TfliteTensor;
    readonly outputs: readonly TfliteTensor[];
  }) {
    const { name, variant, why } = compiled;
    this.engine = { name, variant, why };
    this.input = infoOf(input);
    this.outputs = outputs.map(infoOf);
    this.#tensors = outputs;
    this.#size = input.shape.reduce((size, length) => size * length, 1);
    this.#running = running;
  }

  run(input: Float32Array): Promise<readonly Float32Array[]> {
    const running = this.#running;
    // The engine has one memory for inputs: a call waits for the one before, however that ended.
    const answer = this.#last.then(() => this.#answer(running, input));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(
    running: RunningModel | undefined,
    input: Float32Array,
  ): Promise<readonly Float32Array[]> {
    if (running === undefined) {
      throw new InferenceError(
        "disposed",
        "Cannot run the model: it was disposed of; open it again",
      );
    }
    if (this.#hasFailed) {
      throw new InferenceError(
        "engine_failed",
        "Cannot run the model: it failed before; open it again",
      );
    }
    if (input.length !== this.#size) {
      throw new InferenceError(
        "bad_input",
        `Cannot run the model: the input has ${input.length} numbers, wanted ${this.#size} for [${this.input.shape.join(", ")}]`,
      );
    }
    try {
      const stored = await engineCall(this.engine, "run", () => running.run(input));
      return this.#tensors.map(({ name, quantization }) =>
        realNumbers(stored.get(name)!, quantization),
      );
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  dispose(): void {
    const running = this.#running;
    this.#running = undefined;
    // After the calls made before, whose memory it would take.
    void this.#last.then(() => {
      if (!this.#hasFailed) running?.dispose();
    });
  }
}

function infoOf({ name, shape }: TfliteTensor): TensorInfo {
  return { name, shape };
}

function realNumbers(
  stored: Float32Array | Int8Array,
  quantization: Quantization | undefined,
): Float32Array {
  if (stored instanceof Float32Array) return stored;
  const [scale, zeroPoint] = [quantization!.scales[0]!, quantization!.zeroPoints[0]!];
  return Float32Array.from(stored, (value) => (value - zeroPoint) * scale);
}
