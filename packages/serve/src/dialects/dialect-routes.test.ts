import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  dialectRequests,
  toInit,
  type DialectRequest,
} from "../../test/dialects/dialect-request.ts";
import { withService } from "../../test/with-service.ts";

const dialects = suite("dialects");

const requests: readonly DialectRequest[] = Object.values(dialectRequests).flatMap((ofDialect) =>
  Object.values(ofDialect),
);

dialects("need a key for work, and none for a state", async () => {
  const settings = { API_KEYS: [{ name: "a", key: "secret" }] };
  await withService({ settings }, async ({ app, logged }) => {
    for (const request of requests) {
      const refused = await app.request(request.path, toInit(request));
      assert.is(refused.status, 401, request.path);
      const isPlain = /^\/(v1|v2|vertex)/.test(request.path);
      assert.equal(Object.keys((await refused.json()) as object).includes("code"), !isPlain);
      const init = toInit(request);
      const headers = { ...init.headers, authorization: "Bearer secret" };
      assert.is((await app.request(request.path, { ...init, headers })).status, 200);
      assert.is(logged.at(-1)!["key"], "a");
    }
    for (const path of ["/v2", "/v2/models/tiny", "/v1/models/tiny", "/v1/models", "/ping"]) {
      assert.is((await app.request(path)).status, 200, path);
    }
  });
});

dialects("share one rate for each client, and say so in their own words", async () => {
  await withService({ settings: { RATE_LIMIT: 1, RATE_BURST: 2 } }, async ({ app }) => {
    const [v2, ...others] = requests.map(
      (request) => () => app.request(request.path, toInit(request)),
    );
    assert.is((await v2!()).status, 200);
    assert.is((await others.at(-1)!()).status, 200);
    const refused = await v2!();
    assert.is(refused.status, 429);
    assert.ok(Number(refused.headers.get("retry-after")) >= 1);
    assert.equal(Object.keys((await refused.json()) as object), ["error"]);
    const classify = await app.request("/classify", { method: "POST", body: "a" });
    assert.is(classify.status, 429);
  });
});

dialects("are counted by route, and their images by stage", async () => {
  await withService({}, async ({ app }) => {
    for (const request of requests) await app.request(request.path, toInit(request));
    const metrics = await (await app.request("/metrics")).text();
    for (const route of ["/v2/models/:model/infer", "/v1/models/*", "/score", "/vertex/predict"]) {
      assert.match(metrics, `route="${route}",method="POST",status="200"`);
    }
    const images = /stage_duration_seconds_count\{model="inception",stage="infer"\} (\d+)/.exec(
      metrics,
    )![1];
    const decoded = /stage_duration_seconds_count\{model="inception",stage="decode"\} (\d+)/.exec(
      metrics,
    )![1];
    assert.is(Number(images), requests.length + 1); // one has two images
    assert.ok(Number(decoded) < Number(images), "pixels are not decoded");
  });
});

dialects("answer 503 in their own words until there is a model", async () => {
  await withService({ load: false }, async ({ app }) => {
    for (const { path } of requests) {
      const response = await app.request(path, { method: "POST", body: "{}" });
      assert.is(response.status, 503, path);
      assert.is(response.headers.get("retry-after"), "1");
    }
    assert.is((await app.request("/ping")).status, 503);
    const ready = await app.request("/v2/health/ready");
    assert.equal([ready.status, await ready.json()], [503, { live: true, ready: false }]);
    assert.is((await app.request("/v2/models/tiny/ready")).status, 503);
    assert.is((await app.request("/v1/models/tiny")).status, 503);
  });
});

dialects.run();
