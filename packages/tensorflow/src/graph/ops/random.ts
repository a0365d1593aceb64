/**
 * Random numbers as a pure function of a pair of seeds (Philox, Salmon et al. 2011): a step's draws depend only on the
 * run's seed and the step's number, so a resumed run repeats them.
 */
import { type } from "../attributes.ts";
import type { GraphBuilder, Shape, Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";
import { gather, pack } from "./shape.ts";

/** The rows that are used of tensors whose first axis is `whole`: a worker's share of a batch. */
export interface Rows {
  readonly whole: number;
  readonly used: readonly number[];
}

/** Independent streams of random numbers: each draw uses its own int32 pair of stream and counter. */
export class RandomStreams {
  readonly #graph: GraphBuilder;
  readonly #counter: Tensor;
  readonly #rows: Rows | undefined;
  #stream: number;

  /**
   * @param counter int32 scalar that differs at every run of the graph, such as the step's number.
   * @param rows if given, each draw is made for the whole first axis and has only the used rows of it, so that workers
   *   together draw what one alone would
   */
  constructor(graph: GraphBuilder, seed: number, counter: Tensor, rows?: Rows) {
    this.#graph = graph;
    this.#rows = rows;
    this.#counter = counter;
    // Streams of two runs with neighboring seeds must not overlap: 2¹² streams a seed.
    this.#stream = (seed << 12) | 0;
  }

  /** Uniform float32 in [0, 1). */
  uniform(shape: Shape): Tensor {
    return this.#draw("StatelessRandomUniform", shape);
  }

  /** Normal float32 with mean 0 and deviation 1, truncated at two deviations. */
  truncatedNormal(shape: Shape): Tensor {
    return this.#draw("StatelessTruncatedNormal", shape);
  }

  #draw(op: string, wanted: Shape): Tensor {
    const rows = this.#rows;
    const shape = rows ? [rows.whole, ...wanted.slice(1)] : wanted;
    const seed = pack([constant(this.#graph, this.#stream, "int32"), this.#counter]);
    this.#stream += 1;
    const drawn = this.#graph.tensor(op, "float32", shape, {
      inputs: [constant(this.#graph, [...shape], "int32"), seed],
      attributes: { dtype: type("float32"), T: type("int32"), Tseed: type("int32") },
    });
    return rows ? gather(drawn, constant(this.#graph, rows.used, "int32")) : drawn;
  }
}
