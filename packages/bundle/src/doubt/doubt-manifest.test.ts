import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { BundleError } from "../bundle-error.ts";
import { renderModelCard } from "../model-card.ts";
import { parseManifest } from "../parse-manifest.ts";

const doubt = suite("doubt in manifest and card");

const role = "tflite-int8";
const bare = { schemaVersion: 1, ...testFacts(3), files: [] } as const;
const manifest = {
  ...bare,
  answerSets: {
    images: 40,
    coverages: [0.9, 0.95],
    leastScores: { [role]: [1, 0.1] },
    checked: {
      split: "val",
      images: 50,
      figures: {
        [role]: [
          { coverage: 0.9, covered: 0.92, meanSize: 1, empty: 0.02 },
          { coverage: 0.95, covered: 0.94, meanSize: 1.5, empty: 0.02 },
        ],
      },
      byClass: { role, coverage: 0.95, covered: [1, 0.9, null], meanSize: [1, 2, null] },
    },
  },
  outOfDistribution: {
    images: 40,
    kept: 0.95,
    featureMap: "pool3",
    channels: 2,
    scales: {
      [role]: {
        distance: { mean: 1, deviation: 2 },
        entropy: { mean: 0.5, deviation: 0.1 },
        threshold: 3,
      },
    },
    checked: {
      split: "val",
      images: 50,
      marked: { [role]: 0.04 },
      role,
      kinds: [{ kind: "noise", images: 200, auroc: 0.9876, marked: 0.8 }],
    },
  },
  drift: {
    images: 120,
    classes: [0.5, 0.5, 0],
    confidence: { [role]: { bounds: [0.5], shares: [0.5, 0.5] } },
    oodScore: {},
  },
};

function problemsOf(changes: object): readonly string[] {
  try {
    parseManifest({ ...manifest, ...changes });
  } catch (error) {
    if (error instanceof BundleError) return error.problems;
    throw error;
  }
  return [];
}

doubt("survives JSON, and is absent in an older manifest", () => {
  assert.equal(parseManifest(JSON.parse(JSON.stringify(manifest))), manifest);
  assert.equal(parseManifest(bare), bare);
});

doubt("is refused where its numbers do not belong together", () => {
  const { answerSets, outOfDistribution, drift } = manifest;
  assert.match(
    problemsOf({ answerSets: { ...answerSets, coverages: [0.9] } })[0]!,
    "wanted a least score for each coverage",
  );
  assert.match(
    problemsOf({ outOfDistribution: { ...outOfDistribution, kept: 1 } })[0]!,
    "outOfDistribution.kept is 1",
  );
  const confidence = { [role]: { bounds: [0.5], shares: [1] } };
  assert.match(
    problemsOf({ drift: { ...drift, confidence } })[0]!,
    "wanted one share more than bounds",
  );
});

doubt("is told by the card: what was promised, what held, and for which classes least", () => {
  const text = renderModelCard(parseManifest(manifest));
  assert.match(text, "least scores fitted on 40 held-out images, coverages 90.0 % to 95.0 %");
  assert.match(text, "| tflite-int8 | 90.0 % | more | 92.0 % | 1.00 | 2.0 % |");
  assert.match(text, "| tflite-int8 | 95.0 % | 88.7 % to 99.1 % | 94.0 % | 1.50 | 2.0 % |");
  assert.match(text, "thing 1 90.0 % in 2.0, thing 0 100.0 % in 1.0");
  assert.match(text, "less usual than on 95.0 % of 40 held-out images");
  assert.match(text, "| noise | 200 | 0.988 | 80.0 % |");
  assert.not.match(renderModelCard(bare), /Answer sets|Out of distribution/);
});

doubt.run();
