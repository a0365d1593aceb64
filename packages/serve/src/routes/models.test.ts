import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jpegImage, pngImage, type TestImage } from "../../test/images.ts";
import { writeTinyBundle, type TinyBundleOptions } from "../../test/tiny-bundle.ts";
import { withService, type TestService } from "../../test/with-service.ts";
import { modelShares } from "../setting-values.ts";

const several = suite("several models");

const BUNDLES = { a: { name: "first" }, b: { name: "second", seed: 2 } };
const ADMIN_KEYS = [{ name: "boss", key: "boss-secret" }];
const ADMIN = { "x-api-key": "boss-secret" };

/** Golden answers that no model gives. */
const wrong: TinyBundleOptions["golden"] = ({ cases: [right] }) => ({
  cases: [
    {
      ...right!,
      answers: {
        "tflite-float32": { scores: Array.from({ length: 7 }, () => 1 / 7), tolerance: 1e-6 },
      },
    },
  ],
});

interface Asked {
  readonly status: number;
  readonly code: string | undefined;
  /** Of the header. */
  readonly model: string | null;
  /** Of the bundle that answered. */
  readonly name: string | undefined;
  readonly predictions: unknown;
}

async function ask(
  { app }: TestService,
  path = "/classify",
  headers: Record<string, string> = {},
  { bytes }: Pick<TestImage, "bytes"> = pngImage,
): Promise<Asked> {
  const response = await app.request(path, { method: "POST", body: bytes, headers });
  const body = (await response.json()) as {
    readonly code?: string;
    readonly model?: { readonly id: string; readonly name: string };
    readonly predictions?: unknown;
  };
  const model = response.headers.get("x-model");
  if (body.model !== undefined) assert.is(body.model.id, model);
  const { code, predictions } = body;
  return { status: response.status, code, model, name: body.model?.name, predictions };
}

async function shares({ app }: TestService): Promise<Record<string, unknown>> {
  const { models } = (await (await app.request("/models")).json()) as {
    readonly models: readonly {
      readonly id: string;
      readonly status: string;
      readonly share: number;
      readonly shadow: boolean;
    }[];
  };
  return Object.fromEntries(
    models.map(({ id, status, share, shadow }) => [
      id,
      status === "ready" ? (shadow ? "shadow" : share) : status,
    ]),
  );
}

async function change({ app }: TestService, path: string, headers = ADMIN): Promise<number> {
  return (await app.request(path, { method: "POST", headers })).status;
}

several("answer each at a path of its own, and say who they are", async () => {
  await withService({ bundles: BUNDLES }, async (test) => {
    const [a, b] = [await ask(test, "/models/a/classify"), await ask(test, "/models/b/classify")];
    assert.equal([a.model, a.name, b.model, b.name], ["a", "first", "b", "second"]);
    assert.is.not(JSON.stringify(a.predictions), JSON.stringify(b.predictions));
    const plain = await ask(test);
    assert.equal([plain.model, plain.predictions], ["a", a.predictions]); // the first by name
    assert.is((await ask(test, "/models/b/classify?explain=true")).status, 200);
    const hugging = await test.app.request("/models/b", { method: "POST", body: pngImage.bytes });
    assert.is(hugging.headers.get("x-model"), "b");
    assert.is(((await hugging.json()) as unknown[]).length, 5);
    assert.is((await ask(test, "/models/inception")).model, "a"); // as /classify
    const described = (await (await test.app.request("/models/b")).json()) as { name: string };
    assert.is(described.name, "second");
    assert.is((await test.app.request("/models/b/ready")).status, 200);
    assert.is((await test.app.request("/models/c/ready")).status, 503);
    const unknown = await ask(test, "/models/c/classify");
    assert.equal([unknown.status, unknown.code], [404, "unknown_model"]);
    assert.is((await test.app.request("/models/c")).status, 404);
    const metrics = await (await test.app.request("/metrics")).text();
    for (const line of [
      /^inference_images_total\{model="a",result="answered"\} 3$/m,
      /^inference_images_total\{model="b",result="answered"\} 3$/m,
      /^inference_stage_duration_seconds_count\{model="b",stage="infer"\} 3$/m,
      /^model_info\{model="a",name="first",.*\} 1$/m,
      /^model_share_percent\{model="a"\} 100$/m,
    ]) {
      assert.match(metrics, line);
    }
  });
});

several("are found by every dialect that has models in its paths", async () => {
  const [a, b] = [BUNDLES.a, BUNDLES.b];
  const bundles = { a, b, c: { ...b, golden: wrong } };
  await withService({ bundles }, async (test) => {
    const raw = { "inference-header-content-length": "0" };
    const wanted = {
      "/v2/models/a/infer": "a",
      "/v2/models/b/infer": "b",
      "/v2/models/second/infer": "b",
    };
    for (const [path, model] of Object.entries(wanted)) {
      const response = await test.app.request(path, {
        method: "POST",
        body: pngImage.bytes,
        headers: raw,
      });
      assert.equal([response.status, response.headers.get("x-model")], [200, model], path);
      const length = Number(response.headers.get("inference-header-content-length"));
      const json = Buffer.from(await response.arrayBuffer()).toString("utf8", 0, length);
      assert.is((JSON.parse(json) as { model_name: string }).model_name, model);
    }
    const instances = [{ b64: Buffer.from(pngImage.bytes).toString("base64") }];
    const post = (path: string): Response | Promise<Response> =>
      test.app.request(path, {
        method: "POST",
        body: JSON.stringify({ instances }),
        headers: { "content-type": "application/json" },
      });
    const [named, plain] = [await post("/v1/models/b:predict"), await post("/vertex/predict")];
    assert.equal(
      [named, plain].map(({ headers }) => headers.get("x-model")),
      ["b", "a"],
    );
    assert.equal(await (await test.app.request("/v1/models")).json(), { models: ["a", "b"] });
    const statuses: Record<string, number> = {};
    for (const path of [
      "/v2/models/b/ready",
      "/v2/models/c/ready",
      "/v2/models/d/ready",
      "/v1/models/c",
    ]) {
      statuses[path] = (await test.app.request(path)).status;
    }
    assert.equal(Object.values(statuses), [200, 503, 404, 503]);
  });
});

/** `[40, 40, 3]`, all of that value. */
function pixels(value: number): unknown {
  const row = Array.from({ length: 40 }, () => [value, value, value]);
  return Array.from({ length: 40 }, () => row);
}

several("share the requests of platforms too, and pixels only among equals", async () => {
  const sizes = { size: 56, storedSize: 64 };
  const bundles = { a: BUNDLES.a, b: { ...BUNDLES.b, sizes } };
  const settings = { MODELS: modelShares("a:1,b:99"), ROLLBACK_ERRORS: 0 };
  await withService({ bundles, settings }, async (test) => {
    const models = async (inputs: readonly unknown[]): Promise<ReadonlySet<string | null>> => {
      const answers = inputs.map(async (input) => {
        const body = JSON.stringify({ instances: [input] });
        const headers = { "content-type": "application/json" };
        const response = await test.app.request("/vertex/predict", {
          method: "POST",
          body,
          headers,
        });
        assert.is(response.status, 200, await response.text());
        return response.headers.get("x-model");
      });
      return new Set(await Promise.all(answers));
    };
    assert.equal(
      await models([{ b64: Buffer.from(jpegImage.bytes).toString("base64") }]),
      new Set(["b"]),
    );
    assert.equal(await models([pixels(0.1), pixels(0.2), pixels(0.3)]), new Set(["a"]));
  });
});

several("share the requests by a header, or else by the image", async () => {
  const MODELS = modelShares("a:60,b:40");
  const settings = { MODELS, SPLIT_HEADER: "x-user" };
  await withService({ bundles: BUNDLES, settings }, async (test) => {
    const users = Array.from({ length: 40 }, (_, user) => ({ "x-user": `user ${user}` }));
    const given = await Promise.all(
      users.map(async (user) => (await ask(test, "/classify", user)).model),
    );
    const same = await Promise.all(
      users.map(async (user) => (await ask(test, "/classify?top_k=1", user, jpegImage)).model),
    );
    assert.equal(given, same);
    const count = given.filter((model) => model === "b").length;
    assert.ok(count > 6 && count < 28, `${count} of 40`);
    // Bytes after the end of an image are other images for the split, and the same for the model.
    const images = Array.from({ length: 30 }, (_, index) => ({
      bytes: Uint8Array.from([...pngImage.bytes, index]),
    }));
    const first = await Promise.all(
      images.map(async (image) => (await ask(test, "/classify", {}, image)).model),
    );
    assert.equal(new Set(first), new Set(["a", "b"]));
    const again = await Promise.all(
      images.map(async ({ bytes }) => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ image: Buffer.from(bytes).toString("base64") });
        return (await test.app.request("/classify", { method: "POST", body, headers })).headers.get(
          "x-model",
        );
      }),
    );
    assert.equal(again, first); // however the image is sent
  });
});

several("are promoted and rolled back by an administrator alone", async () => {
  const API_KEYS = [{ name: "ann", key: "ann-secret" }];
  const settings = { MODELS: modelShares("a:90,b:10"), API_KEYS, ADMIN_KEYS };
  await withService({ bundles: BUNDLES, settings }, async (test) => {
    const ann = { "x-api-key": "ann-secret" };
    assert.is(await change(test, "/models/b/promote", {} as typeof ADMIN), 401);
    assert.is(await change(test, "/models/b/promote", { "x-api-key": "guess-secret" }), 401);
    assert.is(await change(test, "/models/b/promote", ann), 403);
    assert.equal(await shares(test), { a: 90, b: 10 });
    assert.is(await change(test, "/models/b/promote?share=25"), 200);
    assert.equal(await shares(test), { a: 75, b: 25 });
    assert.is(await change(test, "/models/b/promote?share=0"), 422);
    assert.is(await change(test, "/models/b/promote"), 200);
    assert.is((await ask(test, "/classify", ann)).model, "b");
    assert.is(await change(test, "/models/b/promote"), 409);
    assert.is(await change(test, "/models/c/promote"), 404);
    assert.is(await change(test, "/models/b/rollback"), 200);
    assert.is((await ask(test, "/classify", ann)).model, "a");
    assert.is(await change(test, "/models/b/rollback"), 409);
    assert.match(
      await (await test.app.request("/metrics")).text(),
      'model_changes_total{model="b",change="rolled_back",reason="asked"} 1',
    );
  });
});

several("do without keys for clients where only administrators have some", async () => {
  await withService({ bundles: BUNDLES, settings: { ADMIN_KEYS } }, async (test) => {
    assert.is((await ask(test)).status, 200);
    assert.is(await change(test, "/models/b/promote"), 200);
  });
});

several("lose one that fails its self-test, with its share, and no other", async () => {
  const bundles = { ...BUNDLES, b: { name: "bad", seed: 2, golden: wrong } };
  const settings = { MODELS: modelShares("a:50,b:50") };
  await withService({ bundles, settings }, async (test) => {
    assert.equal(await shares(test), { a: 100, b: "refused" });
    const refused = await ask(test, "/models/b/classify");
    assert.equal([refused.status, refused.code], [503, "not_ready"]);
    assert.is((await ask(test)).model, "a");
    assert.match(
      await (await test.app.request("/metrics")).text(),
      'model_changes_total{model="b",change="rolled_back",reason="self-test"} 1',
    );
    await writeTinyBundle(join(test.folder, "b"), { name: "good", seed: 2 });
    assert.ok(await test.service.slot.load());
    assert.is((await ask(test, "/models/b/classify")).name, "good");
    assert.equal(await shares(test), { a: 100, b: 0 }); // until it is promoted
  });
});

several("come and go with their folders, and stay while requests go to them", async () => {
  const settings = { MODELS: modelShares("a:50,b:50") };
  await withService({ bundles: BUNDLES, settings }, async (test) => {
    await writeTinyBundle(join(test.folder, "c"), { name: "third", seed: 3 });
    await writeTinyBundle(join(test.folder, ".d"), { name: "not yet", seed: 3 });
    await writeTinyBundle(join(test.folder, "e f"), { name: "no id", seed: 3 });
    assert.ok(await test.service.slot.load());
    assert.equal(await shares(test), { a: 50, b: 50, c: 0, "e f": "refused" });
    assert.match(JSON.stringify(test.logged), "a model is called as its folder is");
    await rm(join(test.folder, "e f"), { recursive: true });
    await rm(join(test.folder, "c"), { recursive: true });
    await rename(join(test.folder, "b"), join(test.folder, ".b"));
    assert.ok(await test.service.slot.load());
    assert.equal(await shares(test), { a: 50, b: 50 });
    assert.is((await ask(test, "/models/b/classify")).name, "second");
  });
});

several("keep the version of before where a new one fails", async () => {
  await withService({ bundles: BUNDLES }, async (test) => {
    const before = await ask(test, "/models/b/classify");
    await writeTinyBundle(join(test.folder, "b"), { name: "worse", seed: 5, golden: wrong });
    await writeTinyBundle(join(test.folder, "a"), { name: "better", seed: 6 });
    assert.ok(await test.service.slot.load());
    assert.equal(await ask(test, "/models/b/classify"), before);
    assert.is((await ask(test)).name, "better");
  });
});

several("are not served where MODELS names one that is not there", async () => {
  const settings = { MODELS: modelShares("a:50,z:50") };
  await withService({ bundles: BUNDLES, settings, load: false }, async (test) => {
    assert.is(await test.service.slot.load(), false);
    assert.match(JSON.stringify(test.logged), /there is no \\"z\\", but a, b/);
    assert.is((await test.app.request("/readyz")).status, 503);
  });
});

several("make a folder of runs", async () => {
  const bundles = { "2026-11-27/bundle": { name: "run" }, "2026-11-28/bundle": { name: "next" } };
  await withService({ bundles }, async (test) => {
    assert.equal(await shares(test), { "2026-11-27": 100, "2026-11-28": 0 });
    assert.is((await ask(test, "/models/2026-11-28/classify")).name, "next");
  });
});

several("are shared under the name that the operator gives them, in the dialects too", async () => {
  const settings = { MODEL_NAME: "pets", MODELS: modelShares("b:60,a:40"), SPLIT_HEADER: "x-user" };
  await withService({ bundles: BUNDLES, settings }, async ({ app }) => {
    const answering = async (path: string, json: object, user: number): Promise<string | null> => {
      const headers = { "content-type": "application/json", "x-user": `user ${user}` };
      const response = await app.request(path, {
        method: "POST",
        body: JSON.stringify(json),
        headers,
      });
      assert.is(response.status, 200, await response.text());
      return response.headers.get("x-model");
    };
    const base64 = Buffer.from(pngImage.bytes).toString("base64");
    const v1 = { instances: [{ b64: base64 }] };
    const v2 = { inputs: [{ name: "image", datatype: "BYTES", shape: [1], data: [base64] }] };
    const seen = new Set<string | null>();
    for (let user = 0; user < 8; user += 1) {
      const model = await answering("/v1/models/pets:predict", v1, user);
      assert.is(await answering("/v2/models/pets/infer", v2, user), model);
      assert.is(await answering("/v1/models/a:predict", v1, user), "a");
      assert.is(await answering("/v1/models/pets/labels/stable:predict", v1, user), "b");
      seen.add(model);
    }
    assert.equal([...seen].toSorted(), ["a", "b"]);
  });
});

several("a single one is called as the operator says, and as its bundle", async () => {
  await withService({ settings: { MODEL_NAME: "pets" } }, async ({ app }) => {
    for (const name of ["pets", "tiny", "inception"]) {
      const metadata = await (await app.request(`/v2/models/${name}`)).json();
      assert.is((metadata as { readonly name: string }).name, "pets");
    }
    assert.equal(await (await app.request("/v1/models")).json(), { models: ["pets"] });
    assert.is((await app.request("/v1/models/cats")).status, 404);
  });
});

several.run();
