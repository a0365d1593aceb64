/**
 * A TensorFlow graph under construction: its nodes in topological order, and the tape that `gradients` walks
 * backwards. It knows neither single ops (./ops) nor files (./saved-model.ts).
 */
import type { DataTypeName } from "./data-type.ts";

/** Sizes of the axes, outermost first. */
export type Shape = readonly number[];

/** One output of one node. Shapes are static and include the batch: `[batch, height, width, channels]`. */
export interface Tensor {
  readonly graph: GraphBuilder;
  /** `"node"` for output 0, `"node:k"` for output k: the spelling of a NodeDef input. */
  readonly ref: string;
  readonly shape: Shape;
  readonly dtype: DataTypeName;
}

/** A node without outputs that is run for its effect, such as an assignment or an update. */
export interface Effect {
  readonly ref: string;
}

/** An attribute as the plain object of TensorFlow's `AttrValue` message. */
export type Attribute =
  | { readonly type: number }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly s: Uint8Array }
  | { readonly shape: { readonly dim: readonly { readonly size: number }[] } }
  | { readonly tensor: Readonly<Record<string, unknown>> }
  | { readonly list: Readonly<Record<string, unknown>> };

/** A node as the plain object of TensorFlow's `NodeDef` message. */
export interface GraphNodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly device: string;
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** A node's inputs, attributes and outputs. */
export interface NodeOptions {
  readonly inputs?: readonly Tensor[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly outputs?: readonly { readonly shape: Shape; readonly dtype: DataTypeName }[];
  /** The node's name in the current scope (default: the op); made unique by a suffix. */
  readonly name?: string;
  /** Effects that must happen before this node runs. */
  readonly after?: readonly Effect[];
  readonly device?: string;
}

/** An op's backward rule. */
export interface TapeEntry {
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  /** Maps the gradients at `outputs` to the gradients at `inputs`; undefined where none flows. */
  readonly backward: (gradients: readonly Tensor[]) => readonly (Tensor | undefined)[];
}

/** The rule of an op with one output. */
interface OneOutputEntry extends Pick<TapeEntry, "inputs"> {
  readonly output: Tensor;
  readonly backward: (gradient: Tensor) => readonly (Tensor | undefined)[];
}

/** Collects nodes and backward rules. */
export class GraphBuilder {
  readonly nodes: GraphNodeDef[] = [];
  readonly #tape: TapeEntry[] = [];
  /** Every name in use, with the next suffix to try for it. */
  readonly #suffixes = new Map<string, number>();
  #scope = "";
  #recording = true;

  /** Runs `build` with `name/` before every node's name. */
  scoped<T>(name: string, build: () => T): T {
    const outer = this.#scope;
    this.#scope = `${outer}${name}/`;
    try {
      return build();
    } finally {
      this.#scope = outer;
    }
  }

  /** Runs `build` without recording on the tape: `gradients` takes its tensors for constants. */
  untaped<T>(build: () => T): T {
    const outer = this.#recording;
    this.#recording = false;
    try {
      return build();
    } finally {
      this.#recording = outer;
    }
  }

  /** The recorded entries, oldest first. */
  get tape(): readonly TapeEntry[] {
    return this.#tape;
  }

  /** Puts an op's backward rule on the tape. */
  record({ output, inputs, backward }: OneOutputEntry): void {
    this.recordOutputs({
      outputs: [output],
      inputs,
      backward: ([gradient]) => backward(gradient!),
    });
  }

  /** The same for an op with several outputs. */
  recordOutputs(entry: TapeEntry): void {
    if (this.#recording) this.#tape.push(entry);
  }

  /** Appends a node and returns its outputs. */
  add(op: string, options: NodeOptions = {}): { readonly ref: string; readonly outputs: Tensor[] } {
    const { inputs = [], attributes = {}, outputs = [], after = [], device = "" } = options;
    const name = this.#unique(this.#scope + (options.name ?? op));
    const control = after.map((effect) => `^${nodeName(effect.ref)}`);
    const input = [...inputs.map((tensor) => tensor.ref), ...control];
    this.nodes.push({ name, op, input, device, attr: attributes });
    return {
      ref: name,
      outputs: outputs.map(({ shape, dtype }, index) => ({
        graph: this,
        ref: index === 0 ? name : `${name}:${index}`,
        shape,
        dtype,
      })),
    };
  }

  /** Appends a node with exactly one output and returns it. */
  tensor(op: string, dtype: DataTypeName, shape: Shape, options: NodeOptions = {}): Tensor {
    return this.add(op, { ...options, outputs: [{ shape, dtype }] }).outputs[0]!;
  }

  #unique(name: string): string {
    let suffix = this.#suffixes.get(name) ?? 1;
    let unique = name;
    while (this.#suffixes.has(unique)) {
      unique = `${name}_${suffix}`;
      suffix += 1;
    }
    this.#suffixes.set(name, suffix).set(unique, 1);
    return unique;
  }
}

function nodeName(ref: string): string {
  return ref.replace(/:\d+$/, "");
}
