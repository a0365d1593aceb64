/**
 * The order of the packages: what each may import in its sources. Everything that states the order (README, the
 * imports, the manifests) is held to this table. Its rows read from the ground up: a row imports only rows above it.
 */
export interface PackageRow {
  readonly name: string;
  /** Packages, or single doors of a package (`model/architecture`). */
  readonly imports: readonly string[];
}

export const packageOrder: readonly PackageRow[] = [
  { name: "host", imports: [] },
  { name: "image", imports: [] },
  { name: "dataset", imports: ["host", "image"] },
  { name: "corruptions", imports: ["image"] },
  { name: "model", imports: [] },
  { name: "tflite", imports: ["model"] },
  { name: "bundle", imports: ["image", "model/architecture"] },
  { name: "eda", imports: ["host", "image", "dataset", "bundle"] },
  { name: "tensorflow", imports: ["host"] },
  { name: "inference", imports: ["tflite"] },
  { name: "litert", imports: ["host", "inference"] },
  { name: "onnx", imports: ["model"] },
  { name: "classify", imports: ["host", "image", "bundle", "inference", "litert"] },
  {
    name: "trainer",
    imports: [
      "host",
      "image",
      "dataset",
      "corruptions",
      "model",
      "tflite",
      "onnx",
      "bundle",
      "tensorflow",
      "inference",
      "litert",
    ],
  },
  { name: "serve", imports: ["host", "image", "bundle", "inference", "litert"] },
];

/** Shared by tests, benches and scripts: nothing that ships. */
export const TESTING = "testing";
