/** Whether a model answers here as it did where it was exported. Nothing is answered before it has passed. */
import { goldenProblems, hashInput } from "@inception-edge/bundle/input";
import type { Classifier, Engine } from "./classifier.ts";
import type { ModelSetup } from "./job.ts";

type Facts = Pick<ModelSetup, "input" | "classes" | "role" | "ood" | "camWeights" | "golden">;

/** @throws {Error} when the model does not fit the manifest, or answers a golden image differently than it must */
export async function selfTest(
  classifier: Classifier,
  engine: Pick<Engine, "input" | "outputs" | "runStored">,
  setup: Facts,
): Promise<void> {
  checkShapes(engine, setup);
  // The first run compiles. Golden images are as good a warm-up as any.
  if (setup.golden.length === 0)
    await engine.runStored(new Float32Array(setup.input.size ** 2 * 3));
  await answerGolden(classifier, setup);
}

function checkShapes({ input, outputs }: Pick<Engine, "input" | "outputs">, setup: Facts): void {
  const { size } = setup.input;
  const channels = setup.camWeights && setup.camWeights.byteLength / 4 / setup.classes;
  const last = outputs[setup.ood ? 3 : 2];
  const faults = [
    ...mismatch("inputs", input.shape, [1, size, size, 3]),
    ...mismatch("scores", outputs[0]?.shape, [1, setup.classes]),
    ...mismatch("logits", outputs[1]?.shape, [1, setup.classes]),
    ...(channels === undefined
      ? []
      : mismatch("feature-map channels", last?.shape.slice(-1), [channels])),
  ];
  if (faults.length > 0)
    throw new Error(`Cannot use the ${setup.role} model: ${faults.join("; ")}`);
}

function mismatch(
  name: string,
  found: readonly number[] | undefined,
  wanted: readonly number[],
): string[] {
  const [actual, expected] = [`[${found?.join(", ")}]`, `[${wanted.join(", ")}]`];
  return actual === expected ? [] : [`its ${name} are ${actual}, the bundle wants ${expected}`];
}

async function answerGolden(classifier: Classifier, { golden, role }: Facts): Promise<void> {
  const problems: string[] = [];
  for (const { bytes, expected } of golden) {
    let inputSha256 = Promise.resolve("");
    const answer = await classifier.classify({ bytes }, (input) => {
      inputSha256 = hashInput(input);
    });
    if (answer.kind === "refused") problems.push(`${expected.path} is refused: ${answer.message}`);
    else {
      const found = {
        inputSha256: await inputSha256,
        scores: new Float32Array(answer.scores),
      };
      problems.push(...goldenProblems(expected, role, found));
    }
  }
  if (problems.length > 0) throw new Error(`Cannot pass the self-test: ${problems.join("; ")}`);
}
