/** A bundle's ONNX files, for benchmarks: a shipped bundle has none, but its float32 weights. */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundleManifest } from "../../packages/bundle/src/mod.ts";
import { inceptionV1 } from "../../packages/model/src/mod.ts";
import { writeOnnx } from "../../packages/onnx/src/mod.ts";
import { readWeights } from "../../packages/tflite/src/mod.ts";

/** @returns undefined: the bundle has no int8 file, and none can be made without calibration */
export async function bundleOnnx(
  bundle: string,
  format: "float32" | "int8",
): Promise<Uint8Array | undefined> {
  const path = join(bundle, format === "int8" ? "model.int8.onnx" : "model.onnx");
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return readFile(path);
  if (format === "int8") return undefined;
  const { name, classes, input } = JSON.parse(
    await readFile(join(bundle, "manifest.json"), "utf8"),
  ) as BundleManifest;
  const graph = inceptionV1({ classes: classes.length, inputSize: input.size, heads: "main" });
  const weights = readWeights(await readFile(join(bundle, "model.tflite")), graph);
  const labels = classes.map(({ label }) => label);
  const metadata = { name, description: "", license: "", input: "", labels };
  return writeOnnx({ graph, weights }, { metadata });
}
