/**
 * What the 1×1 bottlenecks of the inception blocks save. The naive block (Szegedy et al. 2014,
 * Figure 2a) has the same 1×1, 3×3 and 5×5 filters, applied to the block's input itself, and passes
 * its pool through whole; Figure 2b reduces the channels first and projects the pool.
 */
import { INCEPTION_ROWS } from "./architecture.ts";
import { nodeMultiplyAdds } from "./count-multiply-adds.ts";
import { nodeParameters } from "./count-parameters.ts";
import { shapeSize, type Graph, type GraphNode } from "./graph.ts";

/** What a convolution, or several, cost for one image. */
export interface Cost {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** One bottleneck with the convolution it feeds, against that convolution alone. */
export interface BottleneckSaving {
  /** The 1×1 convolution's name. */
  readonly name: string;
  /** Channels before the bottleneck, in it, and after the convolution it feeds; a projection feeds none. */
  readonly channels: readonly number[];
  /** 0 for a projection: the naive block pays for its absence in width, not here. */
  readonly naive: Cost;
  readonly actual: Cost;
}

/** One inception block, with its bottlenecks: 3×3, 5×5, pool. */
export interface BlockSaving {
  readonly name: string;
  readonly bottlenecks: readonly BottleneckSaving[];
  /** Channels of the block's output; the naive one has the whole input among them. */
  readonly outChannels: { readonly naive: number; readonly actual: number };
}

/**
 * Every inception block of the graph, in order, each against a naive block that reads the same input.
 * @throws {RangeError} when the graph has no inception blocks
 */
export function bottleneckSavings(graph: Graph): BlockSaving[] {
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const find = (name: string): GraphNode => {
    const node = nodes.get(name);
    if (node === undefined)
      throw new RangeError(`Cannot compare blocks: the graph has no "${name}"`);
    return node;
  };
  return INCEPTION_ROWS.map(({ name }) => {
    const projection = find(`${name}/pool_proj`);
    const bottlenecks = [
      reductionSaving(find(`${name}/3x3_reduce`), find(`${name}/3x3`)),
      reductionSaving(find(`${name}/5x5_reduce`), find(`${name}/5x5`)),
      projectionSaving(projection),
    ];
    const actual = lastDimension(find(`${name}/concat`).shape);
    const naive = actual - lastDimension(projection.shape) + inChannels(projection);
    return { name, bottlenecks, outChannels: { naive, actual } };
  });
}

function reductionSaving(reduce: GraphNode, conv: GraphNode): BottleneckSaving {
  const unreduced = inChannels(reduce);
  const reduced = inChannels(conv);
  // The same convolution on the unreduced input: only the kernel's third dimension grows.
  const grown = (shapeSize(kernelShape(conv)) / reduced) * (unreduced - reduced);
  const positions = shapeSize(conv.shape.slice(0, -1));
  return {
    name: reduce.name,
    channels: [unreduced, reduced, lastDimension(conv.shape)],
    naive: {
      parameters: nodeParameters(conv) + grown,
      multiplyAdds: nodeMultiplyAdds(conv) + positions * grown,
    },
    actual: {
      parameters: nodeParameters(reduce) + nodeParameters(conv),
      multiplyAdds: nodeMultiplyAdds(reduce) + nodeMultiplyAdds(conv),
    },
  };
}

function projectionSaving(projection: GraphNode): BottleneckSaving {
  return {
    name: projection.name,
    channels: [inChannels(projection), lastDimension(projection.shape)],
    naive: { parameters: 0, multiplyAdds: 0 },
    actual: { parameters: nodeParameters(projection), multiplyAdds: nodeMultiplyAdds(projection) },
  };
}

function kernelShape(conv: GraphNode): readonly number[] {
  return conv.weights[0]?.shape ?? []; // a convolution's first weight is its kernel
}

function inChannels(conv: GraphNode): number {
  return kernelShape(conv).at(-2) ?? 0;
}

function lastDimension(shape: readonly number[]): number {
  return shape.at(-1) ?? 0;
}
