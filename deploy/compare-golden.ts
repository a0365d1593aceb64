/** A running service's answers to the pictures of a bundle, against the answers that the bundle says are right. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseGoldenAnswers } from "../packages/bundle/src/golden-answers.ts";
import { goldenProblems } from "../packages/bundle/src/golden-check.ts";
import { bundleFile, readBundle } from "../packages/bundle/src/read-bundle.ts";

interface Classification {
  readonly predictions: readonly { readonly id: string; readonly score: number }[];
}

/**
 * @param url of the service @param folder of the bundle
 * @returns a line per picture @throws when the service serves another bundle, or answers otherwise
 */
export async function compareGolden(url: string, folder: string): Promise<string[]> {
  const read = (path: string): Promise<Uint8Array> => readFile(join(folder, path));
  const bundle = await readBundle(read, { roles: ["golden-answers", "golden-image"] });
  const { cases } = parseGoldenAnswers(bundleFile(bundle, "golden-answers"));
  const { classes } = bundle.manifest;
  const { variant } = (await json(`${url}/model`)) as { readonly variant: string };

  const lines: string[] = [];
  for (const golden of cases) {
    const body = Uint8Array.from(bundle.files.get(golden.path)!);
    const answer = await json(`${url}/classify?top_k=${classes.length}`, { method: "POST", body });
    const { predictions } = answer as Classification;
    const scoreOf = new Map(predictions.map(({ id, score }) => [id, score]));
    const scores = Float32Array.from(classes, ({ id }) => scoreOf.get(id) ?? Number.NaN);
    // The service has compared the input's hash itself, before it was ready.
    const { inputSha256 } = golden;
    const problems = goldenProblems(golden, variant, { inputSha256, scores });
    if (problems.length > 0) throw new Error(`Cannot trust "${url}": ${problems.join("; ")}`);
    lines.push(`${golden.path}: ${scores.length} scores as expected of ${variant}`);
  }
  return lines;
}

async function json(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(`Cannot use "${url}": it answers ${response.status} ${await response.text()}`);
  }
  return response.json();
}
