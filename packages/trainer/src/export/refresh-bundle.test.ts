import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bundleFile,
  encodeBundle,
  encodeGoldenAnswers,
  parseGoldenAnswers,
  readBundle,
  type Bundle,
  type BundleContent,
} from "@inception-edge/bundle";
import { compileEngine } from "@inception-edge/inference";
import { narrowRun } from "../../test/narrow-run.ts";
import { openNarrowSession } from "../../test/narrow-session.ts";
import { exportBundle } from "./export-bundle.ts";
import { refreshBundle } from "./refresh-bundle.ts";

const refreshing = suite("refreshBundle()");

const decoder = "@inception-edge/image/9 jpeg:new";
const measured = "2026-12-01T00:00:00.000Z";

refreshing("updates golden answers and figures, and does not change the rest", async () => {
  const narrow = await openNarrowSession({ normalization: "batch" });
  try {
    const source = narrowRun(narrow);
    const weights = await narrow.session.weights();
    const { evaluation } = await exportBundle(source, { weights, checkpoint: "the last" });
    const exported = await readBundle((path) => readFile(join(source.folder.bundle, path)));
    const shipped = await withOldAnswers(exported, evaluation);

    const { files } = await refreshBundle(shipped, {
      packed: { ...source.packed, decoder },
      engine: await compileEngine(),
      measured,
    });
    const refreshed = await readBundle(async (path) => files.get(path)!);

    assert.equal(answersOf(refreshed), answersOf(exported));
    for (const role of [
      "tflite-float32",
      "tflite-int8",
      "onnx-float32",
      "onnx-int8",
      "cam-weights",
    ]) {
      assert.equal(bundleFile(refreshed, role), bundleFile(shipped, role));
    }
    const { metrics, files: _, ...kept } = refreshed.manifest;
    const { metrics: former, files: __, ...before } = shipped.manifest;
    assert.equal(kept, before);

    // The pixels are the same, and so are the figures but for what TensorFlow alone can tell.
    assert.equal(
      metrics.map(({ method }) => /; decoder (\S+)$/.exec(method)?.[1]),
      former.map(({ split, method }) =>
        split === "official val" && method.startsWith("TFLite") ? decoder.split(" ")[0] : "none",
      ),
    );
    for (const [index, { values }] of metrics.entries()) {
      const { agreement: ___, ...figures } = former[index]!.values;
      const wanted = metrics[index]!.method.endsWith("/9") ? figures : former[index]!.values;
      for (const [name, value] of Object.entries(wanted)) {
        assert.ok(Math.abs(values[name]! - value) < 1e-6, `${name} ${values[name]} ${value}`);
      }
      assert.equal(Object.keys(values), Object.keys(wanted));
    }

    const document = JSON.parse(
      new TextDecoder().decode(bundleFile(refreshed, "evaluation")),
    ) as typeof evaluation;
    assert.equal(
      [document.remeasured?.decoder, document.remeasured?.measured],
      [decoder, measured],
    );
    assert.equal(document.heldOut, evaluation.heldOut);
    assert.is(document.val.top1, evaluation.val.top1);
    assert.ok(Math.abs(document.val.loss - evaluation.val.loss) < 1e-4);
  } finally {
    await narrow.close();
  }
});

function answersOf(bundle: Bundle): unknown {
  return parseGoldenAnswers(bundleFile(bundle, "golden-answers"));
}

/** As it is published, with golden answers of another decoder. */
async function withOldAnswers({ manifest, files }: Bundle, evaluation: unknown): Promise<Bundle> {
  const { schemaVersion: _, files: listed, ...facts } = manifest;
  const contents = listed.flatMap(({ path, role }): BundleContent[] => {
    const bytes = files.get(path)!;
    if (role === "card" || role.startsWith("tfjs")) return [];
    if (role !== "golden-answers") return [{ path, role, bytes }];
    const { cases } = parseGoldenAnswers(bytes);
    return [
      encodeGoldenAnswers({
        cases: cases.map((known) => ({ ...known, inputSha256: "0".repeat(64) })),
      }),
    ];
  });
  const bytes = new TextEncoder().encode(JSON.stringify(evaluation));
  const encoded = await encodeBundle(facts, [
    ...contents,
    { path: "evaluation.json", role: "evaluation", bytes },
  ]);
  return readBundle(async (path) => encoded.get(path)!);
}

refreshing.run();
