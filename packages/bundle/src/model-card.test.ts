import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { renderModelCard } from "./model-card.ts";

const card = suite("renderModelCard()");

const manifest = { schemaVersion: 1, ...testFacts(), files: [] } as const;

card("says what the network is, what it expects and answers, and what it is not for", () => {
  const text = renderModelCard(manifest);
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);
  assert.equal(titles, [
    "Inception v1 on shapes",
    "Input",
    "Data",
    "Evaluation",
    "Files",
    "Training",
    "Limits",
    "Out-of-scope uses",
    "Classes",
  ]);
  assert.match(text, "- 40×40 pixels, RGB, samples of 0..255 mapped to [0, 1].");
  assert.match(text, "non-commercial");
  assert.match(text, "1. thing 1 (n00000001): thing 1, object 1");
});

card("shows each figure with how it was measured", () => {
  assert.match(
    renderModelCard(manifest),
    "| official val | 10000 | top1 0.5214, top5 0.7750 | model.json on tfjs, no augmentation |",
  );
});

card("has time, hardware, temperature, history and additional sections if they are known", () => {
  const recipe = { ...manifest.recipe, seconds: 7260, hardware: "2 threads of a Xeon" };
  const plot = { path: "history.png", bytes: 1, sha256: "0".repeat(64), role: "history-plot" };
  const text = renderModelCard({ ...manifest, recipe, temperature: 1.5, files: [plot] }, [
    { title: "Corruptions", text: "None." },
  ]);
  assert.match(text, "121 minutes of training on 2 threads of a Xeon");
  assert.match(text, "a temperature of 1.500");
  assert.match(text, "](history.png)");
  assert.match(text, "## Corruptions\n\nNone.\n\n## Files");
  for (const words of ["minutes", "temperature", "history"]) {
    assert.not.match(renderModelCard(manifest), words);
  }
});

card("says that every class was drawn equally often, if it was", () => {
  const recipe = { ...manifest.recipe, balanced: true };
  const words = "float32 weights, every class drawn equally often";
  assert.match(renderModelCard({ ...manifest, recipe }), words);
  assert.not.match(renderModelCard(manifest), "drawn");
});

card("says so without metrics", () => {
  assert.match(renderModelCard({ ...manifest, metrics: [] }), "Not measured.");
});

card("says how an own dataset was changed, and names classes without WordNet ids", () => {
  const dataset = { ...manifest.dataset, valFraction: 0.15, leftOut: 3, relabeled: 1 };
  const classes = [
    { id: "tabby_cat", label: "tabby cat", name: "tabby cat" },
    { id: "dog", label: "dog", name: "dog" },
  ];
  const text = renderModelCard({ ...manifest, dataset, classes });
  assert.match(text, "`val` is 15 % of each class, set apart before training");
  assert.match(text, "3 files that could not be used were left out.");
  assert.match(text, "1 image was given another label, or left out, by hand.");
  assert.match(text, "0. tabby cat (tabby_cat)\n1. dog\n");
  assert.match(text, "To measure on val again");
  assert.not.match(text, "ImageNet");
});

card("escapes the cells of a table", () => {
  const [evaluation] = manifest.metrics;
  const metrics = [{ ...evaluation!, split: "a|b\nc" }];
  assert.match(renderModelCard({ ...manifest, metrics }), "| a\\|b c | 10000 |");
});

card.run();
