/** The self-test of a thread: the bundle's golden images must get the answers that the trainer got. */
import { goldenProblems, hashInput } from "@inception-edge/bundle/input";
import type { Classifier } from "./classifier.ts";
import type { ThreadSetup } from "./job.ts";

/** @throws {Error} with everything that differs */
export async function checkGolden(
  classifier: Classifier,
  { golden, role }: Pick<ThreadSetup, "golden" | "role">,
): Promise<void> {
  const problems: string[] = [];
  for (const { bytes, expected } of golden) {
    let inputSha256 = Promise.resolve("");
    const { scores } = await classifier.infer(bytes, (input) => {
      inputSha256 = hashInput(input);
    });
    problems.push(...goldenProblems(expected, role, { inputSha256: await inputSha256, scores }));
  }
  if (problems.length > 0) throw new Error(`Cannot pass the self-test: ${problems.join("; ")}`);
}
