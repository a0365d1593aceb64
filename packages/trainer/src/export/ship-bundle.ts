/**
 * Prepares a run's bundle for publishing: the files that serving needs, the evaluation and the history plot, without the
 * files for TensorFlow.js and ONNX, which are twice as large as all the rest.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  encodeBundle,
  readBundle,
  type Bundle,
  type BundleContent,
  type FileRole,
} from "@inception-edge/bundle";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import { parseRobustness, type RobustnessDocument } from "../robustness/robustness-document.ts";
import { runFolder } from "../run/run-folder.ts";
import { cardSections } from "./card-sections.ts";
import { writeBundle } from "./write-bundle.ts";

const EVALUATION = "evaluation.json";
const ROBUSTNESS = "robustness.json";

const SERVED_ROLES: readonly FileRole[] = [
  "tflite-float32",
  "tflite-int8",
  "cam-weights",
  "ood-gaussian",
  "golden-image",
  "golden-answers",
];

/**
 * @param run folder of a finished run
 * @param out folder of the published bundle; an existing bundle is replaced
 * @returns the published bundle's size, bytes
 * @throws {Error} when the run's evaluation is missing or from another export, or its robustness is older
 */
export async function shipBundle(run: string, out: string): Promise<number> {
  const folder = runFolder(run);
  const bundle = await readBundle((path) => readFile(join(folder.bundle, path)), {
    roles: SERVED_ROLES,
  });
  const evaluation = await readEvaluation(run, bundle);
  const { schemaVersion: _, files: __, ...facts } = bundle.manifest;
  const contents = bundle.manifest.files.flatMap(({ path, role }): BundleContent[] => {
    const bytes = bundle.files.get(path);
    return bytes ? [{ path, role, bytes }] : [];
  });
  const extras = await readExtras(run);
  const sections = cardSections(evaluation, robustnessOf(extras, bundle));
  const files = await encodeBundle(facts, [...contents, ...extras], sections);
  await writeBundle(out, files);
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Files of the run's folder that are published too, if they exist. */
const EXTRAS = [
  { path: "history.png", role: "history-plot" },
  { path: EVALUATION, role: "evaluation" },
  { path: ROBUSTNESS, role: "robustness" },
] as const;

async function readExtras(run: string): Promise<BundleContent[]> {
  const read = async ({ path, role }: (typeof EXTRAS)[number]): Promise<BundleContent[]> => {
    const bytes = await readFile(join(run, path)).catch(() => undefined);
    return bytes ? [{ path, role, bytes }] : [];
  };
  return (await Promise.all(EXTRAS.map(read))).flat();
}

/** @throws {Error} when it was measured before the bundle was exported */
function robustnessOf(
  extras: readonly BundleContent[],
  { manifest }: Bundle,
): RobustnessDocument | undefined {
  const file = extras.find(({ role }) => role === "robustness");
  if (!file) return undefined;
  const robustness = parseRobustness(file.bytes);
  if (robustness.measured < manifest.created) {
    throw new Error(
      `Cannot ship "${manifest.name}": its ${ROBUSTNESS} is older than the bundle; measure robustness again, or remove the file`,
    );
  }
  return robustness;
}

async function readEvaluation(run: string, { manifest }: Bundle): Promise<EvaluationDocument> {
  const path = join(run, EVALUATION);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Error(`Cannot ship "${run}": it has no ${EVALUATION}; export the run again`, {
      cause,
    });
  });
  const evaluation = JSON.parse(text) as EvaluationDocument;
  if (evaluation.measurement.measured !== manifest.created) {
    throw new Error(
      `Cannot ship "${run}": its ${EVALUATION} is from another export than its bundle; export the run again`,
    );
  }
  return evaluation;
}
