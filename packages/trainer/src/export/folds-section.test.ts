import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldsDocument } from "../evaluate/cross-validation.ts";
import { foldsSections } from "./folds-section.ts";

const section = suite("foldsSections()");

section("tells how every image was classified, over all and in each fold", () => {
  const fold = { labels: Int32Array.of(0, 1), trained: 2, seconds: 3 };
  const right = { ...fold, logits: Float32Array.of(2, 0, 0, 2) };
  const half = { ...fold, logits: Float32Array.of(2, 0, 2, 0) };
  const folds = foldsDocument([right, half], {
    classes: ["cat", "dog"].map((id) => ({ id, label: id })),
    measurement: {
      measured: "2026-11-27T12:00:00.000Z",
      checkpoint: "last, epoch 3 of 3",
      precision: "f32",
      library: "2.21.0",
      dataset: { name: "pets", fingerprint: "0f", excluded: 0 },
    },
  });
  const [{ title, text }] = foldsSections({ folds }) as [{ title: string; text: string }];
  assert.is(title, "Cross-validation");
  assert.match(text, /^Every one of 4 images was classified once, .*\(2-fold, stratified\)\.$/m);
  assert.match(text, "Weights: last, epoch 3 of 3; ");
  assert.match(text, /^Top-1 75\.0 % \(95 %: 30\.1 to 95\.4\); .* mean 75\.00 %/m);
  assert.match(text, "dog 50 % of 2, cat 100 % of 2");
  assert.match(text, "| 2 | 2 | 2 | 50.0 | 50.0 | 33.3 |");
  assert.equal(foldsSections({}), []);
});

section.run();
