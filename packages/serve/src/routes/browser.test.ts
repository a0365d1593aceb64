import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "@inception-edge/image";
import { withService } from "../../test/with-service.ts";
import { firstParts, type Offer } from "../browser/parts.ts";
import { provideBrowserFiles } from "../static/provide-browser-files.ts";

const browser = suite("what the page loads to classify by itself");

browser.before(async () => void (await provideBrowserFiles()));

browser("is listed, and is at its addresses with the sizes told, for ever", () =>
  withService({}, async ({ app }) => {
    const offered = await app.request("/browser/offer.json");
    assert.is(offered.headers.get("cache-control"), "no-cache");
    const { hasService, here } = (await offered.json()) as Offer;
    assert.ok(hasService);
    const [build] = Object.values(here!.engine);
    const parts = [here!.worker, ...firstParts(here!, build!)];
    for (const { url, bytes } of parts) {
      const response = await app.request(`/${url}`);
      assert.is(response.status, 200, url);
      assert.match(response.headers.get("cache-control")!, /immutable/);
      assert.is((await response.arrayBuffer()).byteLength, bytes, url);
    }
    assert.is(
      parts.reduce((sum, { bytes }) => sum + bytes, 0),
      here!.bytes,
    );
    for (const [path, { url }] of Object.entries(here!.bundle)) {
      const bytes = new Uint8Array(await (await app.request(`/${url}`)).arrayBuffer());
      assert.ok(url.includes(await sha256(bytes)), path);
    }
  }),
);

browser("is nothing else of the folders that it comes from", () =>
  withService({}, async ({ app }) => {
    const others = [
      "/browser/parts.json",
      "/browser/sources.json",
      "/browser/..%2f..%2fpackage.json",
      `/browser/bundle/${"0".repeat(64)}/model.tflite`,
      `/browser/bundle/${"0".repeat(64)}/..%2fmanifest.json`,
    ];
    for (const path of others) assert.is((await app.request(path)).status, 404, path);
  }),
);

browser("never is of another bundle than the offer's", () =>
  withService({}, async ({ app, folder }) => {
    const { here } = (await (await app.request("/browser/offer.json")).json()) as Offer;
    await writeFile(join(folder, "card.md"), "of another");
    await rm(join(folder, "model.tflite"));
    for (const path of ["card.md", "model.tflite"]) {
      const response = await app.request(`/${here!.bundle[path]!.url}`);
      assert.is(response.status, 404, path);
      assert.match(((await response.json()) as { detail: string }).detail, /in service is another/);
    }
  }),
);

browser("wants a key where the service does, for the bundle alone", () =>
  withService({ settings: { API_KEYS: [{ name: "a", key: "opensesame" }] } }, async ({ app }) => {
    const { here } = (await (await app.request("/browser/offer.json")).json()) as Offer;
    const { url } = here!.bundle["model.tflite"]!;
    assert.is((await app.request(`/${url}`)).status, 401);
    const headers = { "x-api-key": "opensesame" };
    assert.is((await app.request(`/${url}`, { headers })).status, 200);
    assert.is((await app.request(`/${here!.worker.url}`)).status, 200);
  }),
);

browser("is not offered where the model is not handed out", () =>
  withService({}, async ({ app }) => {
    const { here } = (await (await app.request("/browser/offer.json")).json()) as Offer;
    assert.ok(here);
    await withService({ settings: { HAND_OUT_MODEL: "off" } }, async (other) => {
      const offer = (await (await other.app.request("/browser/offer.json")).json()) as Offer;
      assert.equal(offer, { hasService: true });
      for (const { url } of [here!.worker, here!.bundle["model.tflite"]!]) {
        assert.is((await other.app.request(`/${url}`)).status, 404);
      }
    });
  }),
);

browser.run();
