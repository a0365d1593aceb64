import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";

const cors = suite("CORS_ORIGINS");

const PAGE = "https://app.example";
const ASKED = { origin: PAGE, "access-control-request-method": "POST" };

cors("lets the pages of those origins ask and read, problems too", async () => {
  const API_KEYS = [{ name: "ann", key: "first-secret" }];
  const settings = { CORS_ORIGINS: [PAGE], API_KEYS, SPLIT_HEADER: "x-user" };
  await withService({ settings }, async ({ app }) => {
    const preflight = await app.request("/classify", { method: "OPTIONS", headers: ASKED });
    assert.is(preflight.status, 204); // Without a key: browsers send none here.
    const told = (name: string): string => preflight.headers.get(`access-control-${name}`) ?? "";
    assert.is(told("allow-origin"), PAGE);
    assert.match(told("allow-methods"), "POST");
    assert.match(told("allow-headers").toLowerCase(), /authorization.*x-api-key.*x-user/);
    assert.match(preflight.headers.get("vary") ?? "", "Origin");
    for (const key of ["first-secret", "wrong"]) {
      const headers = { origin: PAGE, "x-api-key": key };
      const init = { method: "POST", body: pngImage.bytes, headers };
      const response = await app.request("/classify", init);
      assert.is(response.status, key === "wrong" ? 401 : 200);
      assert.is(response.headers.get("access-control-allow-origin"), PAGE);
      assert.match(response.headers.get("access-control-expose-headers") ?? "", "Retry-After");
      assert.match(response.headers.get("vary") ?? "", "Origin");
    }
  });
});

cors("lets no other page read", async () => {
  await withService({ settings: { CORS_ORIGINS: [PAGE] } }, async ({ app }) => {
    for (const origin of ["https://app.example.evil", "http://app.example", "null"]) {
      const preflight = { method: "OPTIONS", headers: { ...ASKED, origin } };
      for (const init of [preflight, { headers: { origin } }]) {
        const response = await app.request("/labels", init);
        assert.is(response.headers.get("access-control-allow-origin"), null, origin);
      }
    }
  });
});

cors("* lets every page, and nothing lets none", async () => {
  await withService({ load: false, settings: { CORS_ORIGINS: ["*"] } }, async ({ app }) => {
    const response = await app.request("/livez", { headers: { origin: PAGE } });
    assert.is(response.headers.get("access-control-allow-origin"), "*");
  });
  await withService({ load: false }, async ({ app }) => {
    const preflight = await app.request("/classify", { method: "OPTIONS", headers: ASKED });
    assert.is(preflight.headers.get("access-control-allow-origin"), null);
    assert.is(preflight.headers.get("allow"), "POST, OPTIONS");
  });
});

cors.run();
