/**
 * Operations in which the workers of a training meet: each gives its tensor and all get the same result. A graph that
 * has them runs only in a worker's session. The workers' graphs must have them in the same order.
 */
import { float, int, string, type } from "../attributes.ts";
import type { GraphBuilder, Tensor } from "../graph-builder.ts";
import { constant, fill } from "./constant.ts";
import { concat, reshape, split } from "./shape.ts";

/** A worker among those that train together. */
export interface Share {
  /** From 0. */
  readonly rank: number;
  /** Number of workers. */
  readonly workers: number;
}

/** All workers are one group. */
const GROUP = 1;

/**
 * Bytes that are joined into one collective: many small ones would each wait for the network, and a single one for the
 * last gradient.
 */
const BUCKET_BYTES = 8 << 20;

/** Below are the numbers of what a worker group itself exchanges. */
const FIRST_INSTANCE = 16;

/** The collective operations of one graph. */
export class Collectives {
  readonly #graph: GraphBuilder;
  readonly #share: Share;
  /** Collectives of different workers meet by this number. */
  #instance: number;

  /** @param firstInstance number of the first operation; two graphs that are open at once must not share numbers */
  constructor(graph: GraphBuilder, share: Share, firstInstance: number = FIRST_INSTANCE) {
    this.#graph = graph;
    this.#share = share;
    this.#instance = firstInstance;
  }

  /** The sum over the workers, of float32 or int32. */
  sum(x: Tensor): Tensor {
    return this.#reduce(x, "Id");
  }

  /** The means over the workers, of float32 tensors, in a few buckets. */
  means(tensors: readonly Tensor[]): readonly Tensor[] {
    return inBuckets(tensors, (bucket) => this.#reduce(bucket, "Div"));
  }

  /** Worker 0's values, of float32 tensors, in a few buckets. */
  fromFirst(tensors: readonly Tensor[]): readonly Tensor[] {
    const { rank } = this.#share;
    return inBuckets(tensors, (bucket) =>
      this.sum(rank === 0 ? bucket : fill(this.#graph, bucket.shape, 0)),
    );
  }

  /** Each worker's float32 vector `[n]` → all of them `[workers, n]`, by rank. */
  gather(x: Tensor): Tensor {
    const { rank, workers } = this.#share;
    const [length] = x.shape as [number];
    const row = (index: number): Tensor => (index === rank ? x : fill(this.#graph, [length], 0));
    const rows = concat(Array.from({ length: workers }, (_, index) => row(index)));
    return reshape(this.sum(rows), [workers, length]);
  }

  #reduce(x: Tensor, finalOperation: "Id" | "Div"): Tensor {
    const number = (value: number): Tensor => constant(this.#graph, value, "int32");
    const instance = this.#instance;
    this.#instance += 1;
    return this.#graph.tensor("CollectiveReduceV2", x.dtype, x.shape, {
      inputs: [x, number(this.#share.workers), number(GROUP), number(instance)],
      attributes: {
        T: type(x.dtype),
        merge_op: string("Add"),
        final_op: string(finalOperation),
        communication_hint: string("auto"),
        timeout_seconds: float(0), // the peers are watched instead: a worker may wait long while worker 0 validates
        Nordering_token: int(0),
      },
    });
  }
}

/** Applies an element-wise `work` to the tensors, joined to vectors of about {@link BUCKET_BYTES}. */
function inBuckets(
  tensors: readonly Tensor[],
  work: (bucket: Tensor) => Tensor,
): readonly Tensor[] {
  const buckets: Tensor[][] = [];
  let room = 0;
  for (const tensor of tensors) {
    const bytes = 4 * elements(tensor);
    if (bytes > room) {
      buckets.push([]);
      room = BUCKET_BYTES;
    }
    buckets.at(-1)!.push(tensor);
    room -= bytes;
  }
  return buckets.flatMap((bucket) => {
    const sizes = bucket.map(elements);
    const whole = concat(bucket.map((tensor, index) => reshape(tensor, [sizes[index]!])));
    return split(work(whole), sizes).map((part, index) => reshape(part, bucket[index]!.shape));
  });
}

function elements({ shape }: Tensor): number {
  return shape.reduce((product, length) => product * length, 1);
}
