import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classLabel, parseWords } from "./labels.ts";

const labels = suite("labels");

labels("parseWords() maps each id to all of its names, whatever the line ends", () => {
  const words = parseWords("n01443537\tgoldfish, Carassius auratus\r\nn02190166\tfly\n\nno tab\n");
  assert.equal(
    [...words],
    [
      ["n01443537", "goldfish, Carassius auratus"],
      ["n02190166", "fly"],
    ],
  );
});

labels("classLabel() takes the first name as the short form", () => {
  const name = "goldfish, Carassius auratus";
  assert.equal(classLabel("n01443537", name), { wnid: "n01443537", label: "goldfish", name });
  assert.is(classLabel("n02190166", "fly").label, "fly");
});

labels.run();
