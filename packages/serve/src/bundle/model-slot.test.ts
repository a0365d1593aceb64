import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { writeTinyBundle } from "../../test/tiny-bundle.ts";
import { withService, type TestService } from "../../test/with-service.ts";

const slot = suite("ModelSlot");

async function ask({ app }: TestService): Promise<{ status: number; model: string; top: string }> {
  const response = await app.request("/classify", { method: "POST", body: pngImage.bytes });
  const { model, predictions } = (await response.json()) as {
    readonly model?: { readonly name: string };
    readonly predictions?: readonly { readonly score: number }[];
  };
  return {
    status: response.status,
    model: model?.name ?? "",
    top: String(predictions?.[0]?.score.toFixed(6)),
  };
}

async function status({ app }: TestService, path: string): Promise<number> {
  return (await app.request(path)).status;
}

function refusals({ logged }: TestService): string[] {
  return logged.filter(({ event }) => event === "model refused").map(({ why }) => String(why));
}

slot("is live but not ready until its model has passed the self-test", async () => {
  await withService({ load: false }, async (test) => {
    assert.equal([await status(test, "/livez"), await status(test, "/readyz")], [200, 503]);
    const early = await test.app.request("/classify", { method: "POST", body: pngImage.bytes });
    assert.is(early.status, 503);
    assert.is(early.headers.get("retry-after"), "1");
    assert.ok(await test.service.slot.load());
    assert.equal([await status(test, "/livez"), await status(test, "/readyz")], [200, 200]);
  });
});

slot("swaps models under load without losing or mixing an answer", async () => {
  await withService({ settings: { WORKERS: 1, MAX_QUEUE: 500 } }, async (test) => {
    const before = await ask(test);
    await writeTinyBundle(test.folder, { name: "second", seed: 2 });
    const swap = { over: false };
    const load = test.service.slot.load().finally(() => {
      swap.over = true;
    });
    const answers: Awaited<ReturnType<typeof ask>>[] = [];
    while (!swap.over) answers.push(...(await Promise.all([ask(test), ask(test), ask(test)])));
    assert.ok(await load);
    const after = await ask(test);
    assert.equal([before.model, after.model], ["tiny", "second"]);
    assert.is.not(before.top, after.top);
    assert.ok(answers.length > 3);
    const allowed = new Set([JSON.stringify(before), JSON.stringify(after)]);
    for (const answer of answers) assert.ok(allowed.has(JSON.stringify(answer)));
  });
});

slot("keeps its model when the next one is damaged, wrong or fails its self-test", async () => {
  await withService({}, async (test) => {
    const before = await ask(test);
    const load = async (): Promise<boolean> => test.service.slot.load();
    await writeTinyBundle(test.folder, {
      name: "worse",
      seed: 3,
      golden: ({ cases: [right] }) => ({
        cases: [
          {
            ...right!,
            answers: {
              "tflite-float32": { scores: Array.from({ length: 7 }, () => 1 / 7), tolerance: 1e-6 },
            },
          },
        ],
      }),
    });
    assert.is(await load(), false);
    await writeTinyBundle(test.folder, {
      golden: ({ cases: [right] }) => ({ cases: [{ ...right!, path: "golden/none.png" }] }),
    });
    assert.is(await load(), false);
    assert.equal(await ask(test), before);
    const [wrong, missing] = refusals(test);
    assert.match(
      wrong ?? "",
      /Cannot pass the self-test: golden\/0\.png gets [\d.]+ for class 0, wanted 0\.14/,
    );
    assert.match(missing ?? "", "golden image golden/none.png is not among its files");
    assert.match(
      await (await test.app.request("/metrics")).text(),
      'model_loads_total{model="inception",result="failed"} 2',
    );
  });
});

slot("loads once more when it is asked meanwhile, and no more than that", async () => {
  await withService({ load: false }, async (test) => {
    const first = test.service.slot.load();
    const others = [1, 2, 3].map(() => test.service.slot.load());
    assert.equal(await Promise.all([first, ...others]), [true, true, true, true]);
    assert.is(test.logged.filter(({ event }) => event === "model").length, 2);
  });
});

slot("serves a bundle without golden images or CAM weights, and says what it lacks", async () => {
  await withService({ bundle: { golden: () => undefined, explains: false } }, async (test) => {
    assert.is((await ask(test)).status, 200);
    assert.match(JSON.stringify(test.logged), "The bundle has no golden images");
    const response = await test.app.request("/classify?explain=true", {
      method: "POST",
      body: pngImage.bytes,
    });
    assert.is(response.status, 422);
    assert.match(await response.text(), "explain_unavailable");
  });
});

slot("refuses a variant that the bundle does not have", async () => {
  await withService({ load: false, settings: { MODEL_VARIANT: "int8" } }, async (test) => {
    assert.is(await test.service.slot.load(), false);
    assert.match(refusals(test)[0] ?? "", "no file of the role tflite-int8");
  });
});

slot.run();
