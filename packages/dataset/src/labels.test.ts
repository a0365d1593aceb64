import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classLabel, parseWords, sharedLabels } from "./labels.ts";

const labels = suite("labels");

labels("parseWords() maps each id to all of its names, with any line ends and separators", () => {
  const words = parseWords(
    "n01443537\tgoldfish, Carassius auratus\r\nn02190166\tfly\n\nn03085013  computer keyboard\rnameless\t\n",
  );
  assert.equal(
    [...words],
    [
      ["n01443537", "goldfish, Carassius auratus"],
      ["n02190166", "fly"],
      ["n03085013", "computer keyboard"],
    ],
  );
});

labels("classLabel() takes the first name as the short form", () => {
  const name = "goldfish, Carassius auratus";
  assert.equal(classLabel("n01443537", name), {
    id: "n01443537",
    wnid: "n01443537",
    label: "goldfish",
    name,
  });
  assert.is(classLabel("n02190166", "fly")?.label, "fly");
  assert.is(classLabel("n04965661", " , red")?.label, "red", "the first that is one");
  assert.is(classLabel("n04965661", " , "), undefined);
});

labels("sharedLabels() finds classes with the same label", () => {
  const classes = [
    ["n02012849", "crane, the bird"],
    ["n02190166", "fly"],
    ["n03126707", "crane"],
  ].map(([wnid = "", name = ""]) => classLabel(wnid, name)!);
  const shared = [...sharedLabels(classes)].map(([label, sharing]) => [
    label,
    sharing.map(({ wnid }) => wnid),
  ]);
  assert.equal(shared, [["crane", ["n02012849", "n03126707"]]]);
});

labels.run();
