/** What a tiny bundle says of how far its answers can be trusted: fitted on drawn images, of which it is right in most. */
import {
  encodeGaussian,
  fitAnswerSets,
  fitDrift,
  fitGaussian,
  fitOodScale,
  keptOf,
  measuresOf,
  oodScore,
  pooledChannels,
  prepareInput,
  drawStrangeImages,
  topK,
  type BundleContent,
  type BundleFacts,
  type InputContract,
} from "@inception-edge/bundle";
import { openModel } from "@inception-edge/inference";

/** So many held-out images allow coverages up to 0.98. */
const IMAGES = 120;

/** Every so many images the class is another than the likeliest. */
const WRONG = 5;

const FEATURE_MAP = "pool3";

export async function tinyDoubt(
  tflite: Uint8Array,
  { input, role }: { readonly input: InputContract; readonly role: string },
): Promise<{ readonly facts: Partial<BundleFacts>; readonly content: BundleContent }> {
  const model = await openModel(tflite, { expose: [FEATURE_MAP] });
  const channels = model.outputs[1]!.shape.at(-1)!;
  const scores: Float32Array[] = [];
  const pooled: Float32Array[] = [];
  for (const image of drawStrangeImages("drawn", IMAGES)) {
    const [answer, map] = await model.run(prepareInput(input, image));
    scores.push(answer!);
    pooled.push(pooledChannels(map!, channels, channels));
  }
  await model.dispose();
  const classes = scores[0]!.length;
  const gaussian = fitGaussian(pooled);
  const measures = scores.map((row, image) => measuresOf(pooled[image]!, row, gaussian));
  const kept = keptOf(IMAGES)!;
  const scale = fitOodScale(measures, kept);
  const oodScores = measures.map((each) => oodScore(each, scale));
  const ranked = scores.map((row) => topK(row, 2));
  const known = {
    scores: Float32Array.from(scores.flatMap((row) => [...row])),
    labels: Int32Array.from(ranked, (best, image) => best[image % WRONG === 0 ? 1 : 0]!.classIndex),
    marked: oodScores.map((score) => score > scale.threshold),
  };
  const answerSets = fitAnswerSets(new Map([[role, { heldOut: known, val: known }]]), {
    classes,
    split: "official val",
  });
  const drift = fitDrift(
    new Map([
      [
        role,
        {
          classes: ranked.map(([best]) => best!.classIndex),
          confidence: ranked.map(([best]) => best!.score),
          oodScore: oodScores,
        },
      ],
    ]),
    classes,
  );
  const checked = { split: "official val", images: IMAGES, marked: {}, role, kinds: [] };
  return {
    facts: {
      answerSets: answerSets!,
      drift: drift!,
      outOfDistribution: {
        images: IMAGES,
        kept,
        featureMap: FEATURE_MAP,
        channels,
        scales: { [role]: scale },
        checked,
      },
    },
    content: encodeGaussian(gaussian),
  };
}
