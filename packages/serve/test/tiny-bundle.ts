/** A bundle of a tiny network with random weights: everything that a real one has, made in a moment. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  encodeBundle,
  encodeCamWeights,
  encodeGoldenAnswers,
  hashInput,
  prepareInput,
  type BundleContent,
  type BundleFacts,
  type BundleTensors,
  type GoldenAnswers,
  type InputContract,
} from "@inception-edge/bundle";
import { loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";
import { inceptionV1 } from "@inception-edge/model";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { float32Format, lowerGraph, writeTflite } from "@inception-edge/tflite";
import { tinyDoubt } from "./tiny-doubt.ts";

const CLASSES = 7;
const ROLE = "tflite-float32";

export interface TinyBundleOptions {
  /** Of the weights, and so of the answers. */
  readonly seed?: number;
  readonly name?: string;
  /** Changes the golden answers, which are right otherwise. */
  readonly golden?: (right: GoldenAnswers) => GoldenAnswers | undefined;
  readonly explains?: boolean;
  readonly isDemo?: boolean;
  /** Whether it has answer sets, an out-of-distribution score and drift; true by default. */
  readonly doubts?: boolean;
  /** Of the input contract; 40 and 64 by default. */
  readonly sizes?: Pick<InputContract, "size" | "storedSize">;
  /** Absent in the manifest by default, as in older bundles. */
  readonly tensors?: BundleTensors;
}

export const goldenImage: Uint8Array = pngFile({
  width: 30,
  height: 20,
  colourType: 2,
  bitDepth: 8,
  sample: (x, y, channel) => (x * 8 + y * 12 * channel) % 256,
});

/** Files by path, as `encodeBundle` gives them. */
export async function tinyBundle(
  options: TinyBundleOptions = {},
): Promise<ReadonlyMap<string, Uint8Array>> {
  const {
    seed = 1,
    name = "tiny",
    golden = (right) => right,
    explains = true,
    isDemo = false,
    doubts = true,
    sizes = { size: 40, storedSize: 64 },
    tensors,
  } = options;
  const graph = inceptionV1({
    widthMultiplier: 0.05,
    inputSize: sizes.size,
    classes: CLASSES,
    heads: "main",
  });
  const weights = randomWeights(graph, seed);
  const tflite = writeTflite(
    lowerGraph(graph, weights, { format: float32Format, description: "tiny" }),
  );
  const shapes = testFacts(CLASSES);
  const input = { ...shapes.input, ...sizes };
  const dataset = { ...shapes.dataset, isDemo };
  const doubt = doubts ? await tinyDoubt(tflite, { input, role: ROLE }) : undefined;
  const facts: BundleFacts = {
    ...shapes,
    name,
    input,
    dataset,
    ...(tensors && { tensors }),
    ...doubt?.facts,
  };
  const answers = golden(await goldenAnswers(tflite, facts));
  const dense = graph.nodes.findLast(({ op }) => op === "dense")!;
  const contents: BundleContent[] = [
    { path: "model.tflite", role: ROLE, bytes: tflite },
    ...(explains ? [encodeCamWeights(weights.get(`${dense.name}/kernel`)!.values, CLASSES)] : []),
    ...(doubt ? [doubt.content] : []),
    ...(answers
      ? [
          { path: "golden/0.png", role: "golden-image", bytes: goldenImage },
          encodeGoldenAnswers(answers),
        ]
      : []),
  ];
  return encodeBundle(facts, contents);
}

export async function writeTinyBundle(folder: string, options?: TinyBundleOptions): Promise<void> {
  for (const [path, bytes] of await tinyBundle(options)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

async function goldenAnswers(tflite: Uint8Array, { input }: BundleFacts): Promise<GoldenAnswers> {
  const decoder = await loadDecoder({ background: input.background });
  const prepared = prepareInput(input, decoder.decode(goldenImage));
  const model = await openModel(tflite);
  const [scores] = await model.run(prepared);
  model.dispose();
  const answer = { scores: [...scores!], tolerance: 1e-4 };
  return {
    cases: [
      {
        path: "golden/0.png",
        inputSha256: await hashInput(prepared),
        answers: { [ROLE]: answer },
      },
    ],
  };
}
