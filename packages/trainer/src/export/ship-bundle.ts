/**
 * A run's bundle as it is published: what serving reads, the evaluation and the history plot; without the
 * TensorFlow.js weights, which are as large as the rest together.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  encodeBundle,
  readBundle,
  type Bundle,
  type BundleContent,
  type FileRole,
} from "@inception-edge/model";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import { runFolder } from "../run/run-folder.ts";
import { cardSections } from "./card-sections.ts";
import { writeBundle } from "./write-bundle.ts";

const EVALUATION = "evaluation.json";

const SERVED_ROLES: readonly FileRole[] = [
  "tflite-float32",
  "tflite-int8",
  "cam-weights",
  "golden-image",
  "golden-answers",
];

/**
 * @param run folder of a finished run @param out folder of the published bundle, replaced whole
 * @returns the published bundle's bytes
 * @throws {Error} when the run's evaluation is missing or is of another export
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
  const files = await encodeBundle(facts, [...contents, ...extras], cardSections(evaluation));
  await writeBundle(out, files);
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Files of the run's folder that are published with it, where they are there. */
const EXTRAS = [
  { path: "history.png", role: "history-plot" },
  { path: EVALUATION, role: "evaluation" },
] as const;

async function readExtras(run: string): Promise<BundleContent[]> {
  const read = async ({ path, role }: (typeof EXTRAS)[number]): Promise<BundleContent[]> => {
    const bytes = await readFile(join(run, path)).catch(() => undefined);
    return bytes ? [{ path, role, bytes }] : [];
  };
  return (await Promise.all(EXTRAS.map(read))).flat();
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
      `Cannot ship "${run}": its ${EVALUATION} is of another export than its bundle; export the run again`,
    );
  }
  return evaluation;
}
