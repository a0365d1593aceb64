import { Hono } from "hono";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";
import type { Env } from "../service.ts";
import { aliasedPath, aliasPaths } from "./alias-paths.ts";

const alias = suite("aliasPaths()");

alias("answers a platform's paths by ours, and leaves paths that we have ourselves", () => {
  const app = new Hono<Env>().get("/livez", (c) => c.text("")).post("/classify", (c) => c.text(""));
  const answers = (AIP_HEALTH_ROUTE: string, AIP_PREDICT_ROUTE: string, ...asked: string[]) => {
    const aliases = aliasPaths(app, { AIP_HEALTH_ROUTE, AIP_PREDICT_ROUTE });
    return asked.map((request) => {
      const [method, path] = request.split(" ");
      return aliasedPath(aliases, method!, path!);
    });
  };
  assert.equal(answers("", "", "GET ", "GET /", "POST /"), ["", "/", "/models/inception"]);
  assert.equal(answers("/up", "/v1/a:predict", "GET /up", "POST /up", "POST /v1/a:predict"), [
    "/readyz",
    "/up",
    "/vertex/predict",
  ]);
  assert.equal(answers("/livez", "/classify", "GET /livez", "POST /classify"), [
    "/livez",
    "/classify",
  ]);
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
    const allow = async (path: string): Promise<string | null> =>
      (await app.request(path, { method: "OPTIONS" })).headers.get("allow");
    assert.is(await allow("/"), "GET, POST, HEAD, OPTIONS");
    assert.is(await allow("/health/of/vertex"), "GET, HEAD, OPTIONS");
    assert.is((await app.request("/health/of/vertex", { method: "PUT" })).status, 405);
  });
});

alias.run();
