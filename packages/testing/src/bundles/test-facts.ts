/** A manifest's facts for tests, with nothing missing. */
import { DEFAULT_INPUT_CONTRACT, type BundleFacts } from "@inception-edge/bundle";

export function testFacts(classes = 3, size = 40): BundleFacts {
  return {
    name: "Inception v1 on shapes",
    created: "2026-11-23T10:00:00Z",
    input: { ...DEFAULT_INPUT_CONTRACT, size },
    classes: Array.from({ length: classes }, (_, index) => ({
      id: `n0000000${index}`,
      wnid: `n0000000${index}`,
      label: `thing ${index}`,
      name: `thing ${index}, object ${index}`,
    })),
    metrics: [
      {
        split: "official val",
        images: 10_000,
        method: "model.json on tfjs, no augmentation",
        values: { top1: 0.5214, top5: 0.775 },
      },
    ],
    dataset: {
      name: "shapes",
      fingerprint: "4be1",
      decoder: "imagescript 1.3.1",
      counts: { train: 900, heldOut: 100, val: 50 },
    },
    recipe: {
      name: "smoke",
      epochs: 1,
      seed: 7,
      settings: { optimizer: { name: "adam", rate: 1e-3 }, flip: true, notes: null },
    },
    precision: "float32",
    libraries: { "@tensorflow/tfjs-layers": "4.22.0" },
  };
}
