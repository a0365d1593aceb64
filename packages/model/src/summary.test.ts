import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "./inception-v1.ts";
import { summary } from "./summary.ts";

const text = suite("summary()");

function cells(output: string, name: string): string[] | undefined {
  const line = output.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return line?.split(/ {2,}/);
}

text("shows each node's operation, shape, parameters and multiply-adds", () => {
  const output = summary(inceptionV1());
  assert.equal(cells(output, "conv1/7x7"), [
    "conv1/7x7",
    "conv 7×7/1 relu",
    "56×56×64",
    "9,472",
    "29,503,488",
  ]);
  assert.equal(cells(output, "aux2/pool")?.slice(1, 3), ["averagePool 5×5/3 valid", "1×1×528"]);
});

text("shows the totals", () => {
  const output = summary(inceptionV1({ normalization: "batch" }));
  assert.match(output, "Parameters:     7,008,728 (6,993,656 trainable, 15,072 fixed)");
  assert.match(output, "Multiply-adds:  405,741,312 an image");
});

text("shows what each bottleneck saves, and all of them", () => {
  const output = summary(inceptionV1());
  const saving = output.slice(output.indexOf("Bottleneck"));
  assert.equal(cells(saving, "inception_5b/5x5_reduce")?.slice(1), [
    "832 → 48 → 128",
    "2,662,528",
    "2,468,816",
    "42,598,400",
    "39,501,824",
  ]);
  assert.equal(cells(saving, "total")?.slice(1), [
    "22,712,320",
    "17,874,528",
    "973,511,680",
    "726,723,840",
  ]);
});

text.run();
