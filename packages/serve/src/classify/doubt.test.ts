import { suite } from "uvu";
import * as assert from "uvu/assert";
import { gifImage, pngImage } from "../../test/images.ts";
import { strangeImage as strange, usualImage as usual } from "../../test/strange-and-usual.ts";
import { withService, type TestService } from "../../test/with-service.ts";

const doubt = suite("answer sets and out of distribution");

interface Answer {
  readonly predictions: readonly { readonly label: string; readonly score: number }[];
  readonly answerSet?: {
    readonly coverage: number;
    readonly classes: readonly {
      readonly label: string;
      readonly score: number;
      readonly rank: number;
    }[];
  };
  readonly outOfDistribution?: boolean;
  readonly oodScore?: number;
}

async function ask<Body = Answer>(
  { app }: TestService,
  query: string,
  body: BodyInit,
): Promise<Body> {
  const response = await app.request(`/classify?${query}`, { method: "POST", body });
  const answer = await response.json();
  assert.is(response.status, 200, JSON.stringify(answer));
  return answer as Body;
}

doubt("a set has the likeliest classes, more of them for a higher coverage", () =>
  withService({}, async (service) => {
    const sizes: number[] = [];
    for (const coverage of [0.5, 0.9, 0.95]) {
      const { answerSet, predictions } = await ask(service, `coverage=${coverage}&top_k=7`, usual);
      assert.is(answerSet!.coverage, coverage);
      const { classes } = answerSet!;
      assert.equal(
        classes.map(({ label, rank }) => [label, rank]),
        predictions.slice(0, classes.length).map(({ label }, index) => [label, index + 1]),
      );
      sizes.push(classes.length);
    }
    assert.ok(sizes[0]! >= 1 && sizes[2]! > sizes[0]!, sizes.join());
    const between = await ask(service, "coverage=0.901", usual);
    assert.is(between.answerSet!.coverage, 0.91, "never less than was asked for");
    assert.is((await ask(service, "", usual)).answerSet, undefined);
  }),
);

doubt("an image unlike those of training is marked, counted, and gets an empty set", () =>
  withService({}, async (service) => {
    const known = await ask(service, "coverage=0.95", usual);
    const unlike = await ask(service, "coverage=0.95", strange);
    assert.is(known.outOfDistribution, false);
    assert.is(unlike.outOfDistribution, true);
    assert.equal(unlike.answerSet!.classes, []);
    assert.is(unlike.predictions.length, 5, "the scores are told all the same");
    const model = (await (await service.app.request("/model")).json()) as {
      readonly outOfDistribution: { readonly threshold: number };
      readonly answerSets: { readonly coverages: readonly number[] };
      readonly knows: string;
    };
    const { threshold } = model.outOfDistribution;
    assert.ok(known.oodScore! <= threshold && unlike.oodScore! > threshold);
    assert.ok(model.answerSets.coverages.includes(0.95));
    assert.match(
      model.knows,
      "marks most noise, flat colors and drawings, but few photographs of something else",
    );
    const metrics = await (await service.app.request("/metrics")).text();
    assert.match(
      metrics,
      'inference_answers_total{model="inception",out_of_distribution="true"} 1',
    );
    assert.match(
      metrics,
      'inference_answers_total{model="inception",out_of_distribution="false"} 1',
    );
    assert.match(metrics, 'inference_drift_answers{model="inception"} 2');
    assert.not.match(metrics, "inference_drift_psi{", "two answers are too few");
  }),
);

doubt("an explanation beside the mark shows what it shows without", async () => {
  const overlays: string[] = [];
  for (const doubts of [true, false]) {
    await withService({ bundle: { doubts } }, async (service) => {
      const { explanation } = await ask<{ explanation: { overlay: string } }>(
        service,
        "explain=true",
        pngImage.bytes,
      );
      overlays.push(explanation.overlay);
    });
  }
  assert.is(overlays[0], overlays[1]);
});

doubt("each image of a list has its own, also where JSON asks for them", () =>
  withService({}, async (service) => {
    const images = [usual, strange, gifImage.bytes].map((bytes) =>
      Buffer.from(bytes).toString("base64"),
    );
    const response = await service.app.request("/classify", {
      method: "POST",
      body: JSON.stringify({ images, coverage: 0.8 }),
      headers: { "content-type": "application/json" },
    });
    const { results } = (await response.json()) as { readonly results: readonly Answer[] };
    assert.equal(
      results.slice(0, 2).map(({ outOfDistribution }) => outOfDistribution),
      [false, true],
    );
    assert.equal(
      results.map(({ answerSet }) => answerSet?.coverage),
      [0.8, 0.8, 0.8],
    );
    const other = await service.app.request("/models/inception", { method: "POST", body: usual });
    const [best] = (await other.json()) as readonly object[];
    assert.equal(Object.keys(best!), ["label", "score"]);
  }),
);

doubt("an older bundle answers as before, and refuses a coverage with the cure", () =>
  withService({ bundle: { doubts: false } }, async (service) => {
    const answer = await ask(service, "", pngImage.bytes);
    assert.equal(Object.keys(answer), ["model", "predictions", "image", "timings"]);
    const [status, detail] = await refusal(service, "coverage=0.95");
    assert.is(status, 422);
    assert.match(detail, "the bundle has no answer sets; export it again or refresh it");
    const metrics = await (await service.app.request("/metrics")).text();
    assert.match(
      metrics,
      'inference_answers_total{model="inception",out_of_distribution="unknown"} 1',
    );
    assert.not.match(
      JSON.stringify(await (await service.app.request("/model")).json()),
      "answerSets",
    );
  }),
);

doubt(
  "a coverage that so few held-out images cannot promise is refused with the most that they can",
  () =>
    withService({}, async (service) => {
      const [status, detail] = await refusal(service, "coverage=0.999");
      assert.is(status, 422);
      assert.match(
        detail,
        /coverage of 0\.999: the bundle's 120 held-out images allow at most 0\.9\d/,
      );
      for (const coverage of ["0", "1", "95", "much"]) {
        const [, wrong] = await refusal(service, `coverage=${coverage}`);
        assert.match(wrong, "Cannot use the parameters: coverage");
      }
    }),
);

async function refusal({ app }: TestService, query: string): Promise<[number, string]> {
  const response = await app.request(`/classify?${query}`, {
    method: "POST",
    body: pngImage.bytes,
  });
  const { detail } = (await response.json()) as { readonly detail: string };
  return [response.status, detail];
}

doubt.run();
