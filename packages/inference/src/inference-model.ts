/** A model that runs: one call after another, each with the numbers it takes, until it is disposed of. */
import type { Quantization, TfliteTensor } from "@inception-edge/tflite";
import { engineCall } from "./engine-call.ts";
import type { EngineChoice, RunningModel, Stored } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";

/** An input or an output of a model. */
export interface TensorInfo {
  readonly name: string;
  /** Batch included: `[1, 56, 56, 3]`. */
  readonly shape: readonly number[];
}

/** An output as the file stores it: a value stands for `(value - zeroPoint) * scale`. */
export interface StoredOutput {
  /** Int8 ones hold until the next call: they may be the engine's own. */
  readonly values: Stored;
  /** 1 where the values are real numbers already. */
  readonly scale: number;
  readonly zeroPoint: number;
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
   * @param wanted how many of the outputs to hand out, from the first; all of them when absent
   * @returns float32 an output, in the order of `outputs`: copies, int8 ones made real numbers
   * @throws {InferenceError} `bad_input`, `engine_failed`, `disposed`
   */
  run(input: Float32Array, wanted?: number): Promise<readonly Float32Array[]>;
  /** The same without making int8 values real numbers: for feature maps, of which not every value may be needed. */
  runStored(input: Float32Array, wanted?: number): Promise<readonly StoredOutput[]>;
  /** Resolves when the memory is freed, after the calls made before; a second call does nothing. */
  dispose(): Promise<void>;
}

/** The one implementation: what is the same for every engine. */
export class OpenModel implements InferenceModel {
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
    engine,
    running,
    input,
    outputs,
  }: {
    readonly engine: EngineChoice;
    readonly running: RunningModel;
    readonly input: TfliteTensor;
    readonly outputs: readonly TfliteTensor[];
  }) {
    const { name, variant, why } = engine;
    this.engine = { name, variant, why };
    this.input = infoOf(input);
    this.outputs = outputs.map(infoOf);
    this.#tensors = outputs;
    this.#size = input.shape.reduce((size, length) => size * length, 1);
    this.#running = running;
  }

  run(input: Float32Array, wanted?: number): Promise<readonly Float32Array[]> {
    return this.#inTurn(input, wanted, (stored) => stored.map(realNumbers));
  }

  runStored(input: Float32Array, wanted?: number): Promise<readonly StoredOutput[]> {
    return this.#inTurn(input, wanted, (stored) => stored);
  }

  /** The engine has one memory: a call waits for the one before, however that ended, and until its outputs are read. */
  #inTurn<Result>(
    input: Float32Array,
    wanted: number | undefined,
    readOutputs: (stored: readonly StoredOutput[]) => Result,
  ): Promise<Result> {
    const running = this.#running;
    const outputs = this.#tensors.slice(0, wanted);
    const answer = this.#last.then(async () =>
      readOutputs(await this.#answer(running, input, outputs)),
    );
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(
    running: RunningModel | undefined,
    input: Float32Array,
    outputs: readonly TfliteTensor[],
  ): Promise<readonly StoredOutput[]> {
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
      const names = outputs.map(({ name }) => name);
      const stored = await engineCall(this.engine, "run", () => running.run(input, names));
      return outputs.map(({ quantization }, place) => storedOutput(stored[place]!, quantization));
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  async dispose(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await this.#last; // the calls made before, whose memory it would take
    if (!this.#hasFailed) running?.dispose();
  }
}

function infoOf({ name, shape }: TfliteTensor): TensorInfo {
  return { name, shape };
}

function storedOutput(values: Stored, quantization: Quantization | undefined): StoredOutput {
  if (values instanceof Float32Array) return { values, scale: 1, zeroPoint: 0 };
  return { values, scale: quantization!.scales[0]!, zeroPoint: quantization!.zeroPoints[0]! };
}

/** The real numbers of an output, float32. */
export function realNumbers({ values, scale, zeroPoint }: StoredOutput): Float32Array {
  if (values instanceof Float32Array) return values;
  const numbers = new Float32Array(values.length); // a loop takes a twentieth of Float32Array.from's time
  for (let at = 0; at < values.length; at += 1) numbers[at] = (values[at]! - zeroPoint) * scale;
  return numbers;
}
