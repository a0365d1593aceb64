import { Hono } from "hono";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";
import type { Env } from "../service.ts";
import { aliasPaths } from "./alias-paths.ts";

const alias = suite("aliasPaths()");

alias("answers a platform's paths by ours, and leaves paths that we have ourselves", () => {
  const app = new Hono<Env>().get("/livez", (c) => c.text("")).post("/classify", (c) => c.text(""));
  const none = aliasPaths(app, { AIP_HEALTH_ROUTE: "", AIP_PREDICT_ROUTE: "" });
  assert.is(none("GET", ""), "");
  assert.is(none("GET", "/"), "/");
  const given = aliasPaths(app, { AIP_HEALTH_ROUTE: "/up", AIP_PREDICT_ROUTE: "/v1/a:predict" });
  assert.is(given("GET", "/up"), "/readyz");
  assert.is(given("POST", "/up"), "/up");
  assert.is(given("POST", "/v1/a:predict"), "/vertex/predict");
  assert.is(given("POST", "/"), "/models/inception");
  const own = aliasPaths(app, { AIP_HEALTH_ROUTE: "/livez", AIP_PREDICT_ROUTE: "/classify" });
  assert.is(own("GET", "/livez"), "/livez");
  assert.is(own("POST", "/classify"), "/classify");
});

alias("are as our own in answers, limits and keys", async () => {
  const settings = {
    AIP_HEALTH_ROUTE: "/health/of/vertex",
    API_KEYS: [{ name: "ann", key: "secret-one" }],
  };
  await withService({ settings }, async ({ app }) => {
    const health = await app.request("/health/of/vertex");
    assert.equal(await health.json(), { status: "ok", live: true, ready: true });
    const image = { method: "POST", body: pngImage.bytes };
    assert.is((await app.request("/", image)).status, 401);
    const headers = { authorization: "Bearer secret-one" };
    const answers = await Promise.all(
      ["/", "/models/inception"].map(async (path) =>
        (await app.request(path, { ...image, headers })).json(),
      ),
    );
    assert.is((answers[0] as unknown[]).length, 5);
    assert.equal(answers[0], answers[1]);
    assert.is((await app.request("/")).status, 200);
  });
});

alias.run();
