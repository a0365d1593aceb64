import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";
import { RateLimiter } from "./rate-limit.ts";

const limit = suite("RateLimiter");

limit("lets a burst through, then so many a minute", () => {
  const limiter = new RateLimiter({ perMinute: 60, burst: 3 });
  const take = (ms: number): number => limiter.take("ann", ms);
  assert.equal([take(0), take(0), take(0), take(0)], [0, 0, 0, 1]);
  assert.equal([take(999), take(1000), take(1001)], [1, 0, 1]);
  assert.is(limiter.take("bob", 1001), 0);
  assert.equal([0, 0, 0, 1], [take(1e6), take(1e6), take(1e6), take(1e6)]); // Never more than the burst.
});

limit("says how long to wait", () => {
  const limiter = new RateLimiter({ perMinute: 2, burst: 1 });
  assert.equal(
    [limiter.take("ann", 0), limiter.take("ann", 0), limiter.take("ann", 20_000)],
    [0, 30, 10],
  );
});

limit("does not grow for ever", () => {
  const limiter = new RateLimiter({ perMinute: 1, burst: 1 });
  for (let client = 0; client < 20_000; client += 1) limiter.take(`client ${client}`, 0);
  assert.is(limiter.take("client 0", 0), 0); // Forgotten.
  assert.ok(limiter.take("client 19999", 0) > 0);
});

limit("answers 429 with Retry-After, on the paths that do work", async () => {
  await withService({ settings: { RATE_LIMIT: 1, RATE_BURST: 1 } }, async ({ app }) => {
    const ask = async (): Promise<Response> =>
      app.request("/classify", { method: "POST", body: pngImage.bytes });
    assert.is((await ask()).status, 200);
    const refused = await ask();
    assert.is(refused.status, 429);
    assert.ok(Number(refused.headers.get("retry-after")) > 30);
    assert.is(((await refused.json()) as { code: string }).code, "rate_limited");
    assert.is((await app.request("/livez")).status, 200);
  });
});

limit("counts wrong keys by their address, and right ones apart from them", async () => {
  const API_KEYS = [{ name: "ann", key: "first-secret" }];
  await withService({ settings: { API_KEYS, RATE_LIMIT: 1, RATE_BURST: 1 } }, async ({ app }) => {
    const status = async (key: string): Promise<number> => {
      const headers = { "x-api-key": key };
      return (await app.request("/classify", { method: "POST", body: pngImage.bytes, headers }))
        .status;
    };
    assert.equal([await status("guess"), await status("another guess")], [401, 429]);
    assert.equal([await status("first-secret"), await status("first-secret")], [200, 429]);
  });
});

limit.run();
