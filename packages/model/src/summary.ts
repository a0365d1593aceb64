/**
 * A graph as text, in the manner of Keras's `model.summary()`: one line per node, the totals, and what
 * each 1×1 bottleneck saves against the naive inception block.
 */
import { bottleneckSavings, type BlockSaving, type Cost } from "./bottleneck-savings.ts";
import { countMultiplyAdds, nodeMultiplyAdds } from "./count-multiply-adds.ts";
import { countParameters, nodeParameters } from "./count-parameters.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { renderTable } from "./render-table.ts";

/** Lines without a final break; multiply-adds are those of one image. */
export function summary(graph: Graph): string {
  const { trainable, fixed, total } = countParameters(graph);
  const blocks = bottleneckSavings(graph);
  return [
    renderTable(
      ["Node", "Operation", "Output shape", "Parameters", "Multiply-adds"],
      graph.nodes.map(nodeRow),
    ),
    "",
    `Outputs:        ${graph.outputs.join(", ")}`,
    `Parameters:     ${number(total)} (${number(trainable)} trainable, ${number(fixed)} fixed)`,
    `Multiply-adds:  ${number(countMultiplyAdds(graph))} an image`,
    "",
    "What the 1×1 bottlenecks save, each against the naive block (Szegedy et al. 2014, Figure 2a) on the same input:",
    renderTable(
      ["Bottleneck", "Channels", "Naive parameters", "Saved", "Naive multiply-adds", "Saved"],
      [...blocks.flatMap(blockRows), totalRow(blocks)],
    ),
    "",
    "A projection costs, and keeps the pool from widening the output:",
    renderTable(
      ["Block", "Naive channels", "Channels"],
      blocks.map(({ name, outChannels }) => [
        name,
        number(outChannels.naive),
        number(outChannels.actual),
      ]),
    ),
  ].join("\n");
}

function nodeRow(node: GraphNode): string[] {
  return [
    node.name,
    describeOperation(node),
    node.shape.join("×"),
    number(nodeParameters(node)),
    number(nodeMultiplyAdds(node)),
  ];
}

function describeOperation(node: GraphNode): string {
  switch (node.op) {
    case "conv": {
      const normalization = node.normalization === "batch" ? " batch norm" : "";
      return `conv ${node.kernelSize}×${node.kernelSize}/${node.stride}${normalization} ${node.activation}`;
    }
    case "maxPool":
    case "averagePool":
      return `${node.op} ${node.size}×${node.size}/${node.stride} ${node.padding}`;
    case "dropout":
      return `dropout ${node.rate}`;
    case "dense":
      return `dense ${node.activation}`;
    default:
      return node.op;
  }
}

function blockRows({ bottlenecks }: BlockSaving): string[][] {
  return bottlenecks.map(({ name, channels, naive, actual }) => [
    name,
    channels.join(" → "),
    ...savedCells(naive, actual),
  ]);
}

function totalRow(blocks: readonly BlockSaving[]): string[] {
  const bottlenecks = blocks.flatMap((block) => block.bottlenecks);
  const naive = addCosts(bottlenecks.map((bottleneck) => bottleneck.naive));
  const actual = addCosts(bottlenecks.map((bottleneck) => bottleneck.actual));
  return ["total", "", ...savedCells(naive, actual)];
}

function savedCells(naive: Cost, actual: Cost): string[] {
  return [
    number(naive.parameters),
    number(naive.parameters - actual.parameters),
    number(naive.multiplyAdds),
    number(naive.multiplyAdds - actual.multiplyAdds),
  ];
}

function addCosts(costs: readonly Cost[]): Cost {
  return costs.reduce((sum, cost) => ({
    parameters: sum.parameters + cost.parameters,
    multiplyAdds: sum.multiplyAdds + cost.multiplyAdds,
  }));
}

/** With thousands separators, whatever the machine's language. */
function number(value: number): string {
  return value.toLocaleString("en-US");
}
