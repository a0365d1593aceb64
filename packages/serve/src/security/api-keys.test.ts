import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";

const keys = suite("API keys");

const API_KEYS = [
  { name: "ann", key: "first-secret" },
  { name: "bob", key: "second-secret" },
];

keys(
  "are asked for where there are any, on the paths that do work, and are never logged",
  async () => {
    await withService({ settings: { API_KEYS } }, async ({ app, logged }) => {
      const status = async (headers: Record<string, string>, path = "/classify"): Promise<number> =>
        (await app.request(path, { method: "POST", body: pngImage.bytes, headers })).status;
      assert.is(await status({}), 401);
      assert.is(await status({}, "/models/inception"), 401);
      assert.is(await status({ authorization: "Bearer wrong-secret" }), 401);
      assert.is(await status({ authorization: "Bearer first-secre" }), 401);
      assert.is(await status({ authorization: "Basic first-secret" }), 401);
      assert.is(await status({ authorization: "Bearer first-secret" }), 200);
      assert.is(await status({ "x-api-key": "second-secret" }, "/models/inception"), 200);
      const names = logged.map(({ key }) => key).filter((key) => key !== undefined);
      assert.equal(names, ["ann", "bob"]);
      assert.not.match(JSON.stringify(logged), "secret");
      for (const path of ["/livez", "/readyz", "/metrics", "/model", "/openapi.json"]) {
        assert.is((await app.request(path)).status, 200, path);
      }
      const refused = await app.request("/classify", { method: "POST" });
      assert.is(refused.headers.get("www-authenticate"), "Bearer");
    });
  },
);

keys.run();
