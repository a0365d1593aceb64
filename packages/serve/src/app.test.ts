import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contractSettings } from "../test/contract-settings.ts";
import { addContract } from "../test/contract.ts";
import { pngImage } from "../test/images.ts";
import { withService } from "../test/with-service.ts";

const app = suite("createApp()");

addContract(app, (work) =>
  withService({ settings: contractSettings }, (test) =>
    work(async (path, init) => test.app.request(path, init)),
  ),
);

const several = suite("createApp() with several models");

addContract(several, (work) =>
  withService(
    { settings: contractSettings, bundles: { inception: {}, other: { name: "other", seed: 2 } } },
    (test) => work(async (path, init) => test.app.request(path, init)),
  ),
);

app("logs one line per request, without the image or its file's name", async () => {
  await withService({}, async ({ app: made, logged }) => {
    await made.request("/livez");
    const before = logged.length;
    const body = new FormData();
    body.append("image", new Blob(["not an image"], { type: "image/png" }), "secret.png");
    await made.request("/classify", { method: "POST", body, headers: { "x-request-id": "abc" } });
    assert.is(logged.length, before + 1);
    const { ms, bytes, ...line } = logged.at(-1)!;
    assert.equal(line, {
      event: "request",
      id: "abc",
      method: "POST",
      path: "/classify",
      status: 415,
      model: "inception",
      code: "unsupported_image",
    });
    assert.ok(Number(ms) > 0 && Number(bytes) > 10);
    assert.not.match(JSON.stringify(logged), "secret");
  });
});

app(
  "follows a bundle of a larger input: its contract, its answers and their explanation",
  async () => {
    const sizes = { size: 112, storedSize: 128 };
    await withService({ bundle: { sizes } }, async ({ app: made }) => {
      const model = await (await made.request("/model")).json();
      assert.equal([model.input.size, model.input.storedSize], [112, 128]);
      assert.is(model.selfTest.pictures, 1);
      const response = await made.request("/classify?explain=true", {
        method: "POST",
        body: pngImage.bytes,
        headers: { "content-type": pngImage.type },
      });
      const { predictions, explanation } = await response.json();
      assert.is(response.status, 200);
      assert.is(explanation.id, predictions[0].id);
      assert.match(explanation.overlay, /^data:image\/png;base64,/);
    });
  },
);

app.run();
several.run();
