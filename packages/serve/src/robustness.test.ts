import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { gifImage, jpegImage, pngImage } from "../test/images.ts";
import { withService } from "../test/with-service.ts";

const robustness = suite("robustness");

const FLIPS = 2000;

robustness(
  `${FLIPS} images with flipped bytes are answered or refused, and spoil nothing`,
  async () => {
    await withService({ settings: { WORKERS: 2 } }, async ({ app, logged }) => {
      const ask = async (body: Uint8Array<ArrayBuffer>): Promise<readonly [number, string]> => {
        const response = await app.request("/classify", { method: "POST", body });
        const { code, predictions } = (await response.json()) as Record<string, unknown>;
        return [
          response.status,
          response.status === 200 ? JSON.stringify(predictions) : String(code),
        ];
      };
      const images = [jpegImage, pngImage, gifImage];
      const whole = await Promise.all(images.map(({ bytes }) => ask(bytes)));
      const random = seededRandom(11);
      const counts = new Map<number, number>();
      for (let flip = 0; flip < FLIPS; flip += 1) {
        const bytes = images[flip % 3]!.bytes.slice();
        for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
          bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
        }
        const [status, said] = await ask(bytes);
        assert.ok([200, 413, 415, 422].includes(status), `${status} ${said}`);
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
      assert.ok(
        (counts.get(200) ?? 0) > 100 && (counts.get(422) ?? 0) > 100,
        JSON.stringify([...counts]),
      );
      assert.equal(await Promise.all(images.map(({ bytes }) => ask(bytes))), whole);
      assert.equal(
        logged.filter(({ event }) => event === "fault" || event === "worker lost"),
        [],
      );
    });
  },
);

robustness(
  "an overload is answered 429 with a time to come back, health all the while",
  async () => {
    await withService(
      // Nothing here depends on how fast this machine is: no image gives up waiting.
      { settings: { MAX_QUEUE: 8, CLIENT_SHARE: 100, QUEUE_TIMEOUT_MS: 600_000 } },
      async ({ app, service }) => {
        const ask = async (): Promise<Response> =>
          app.request("/classify?explain=true", { method: "POST", body: pngImage.bytes });
        await ask();
        const answers = Array.from({ length: 60 }, () => ask());
        const { pool } = service.slot.current!;
        while (pool.load.waiting === 0) await turn();
        assert.is((await app.request("/livez")).status, 200);
        assert.ok(pool.load.waiting > 0, "health was answered before the images in the queue");
        const responses = await Promise.all(answers);
        const counts = Map.groupBy(responses, ({ status }) => status);
        assert.equal(new Set(counts.keys()), new Set([200, 429]));
        assert.ok(counts.get(200)!.length >= 9);
        for (const refused of counts.get(429)!) {
          assert.ok(Number(refused.headers.get("retry-after")) >= 1);
          assert.is(((await refused.json()) as { code: string }).code, "queue_full");
        }
        assert.equal(pool.load, { workers: 1, busy: 0, waiting: 0, pixels: 0 });
        assert.is(service.uploads.bytes, 0);
      },
    );
  },
);

robustness("bodies that together are too much are refused while they arrive", async () => {
  await withService(
    { settings: { MAX_UPLOAD_BYTES: 1000, MAX_BODY_BYTES: 1000 } },
    async ({ app, service }) => {
      const body = new Uint8Array(600);
      const statuses = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const response = await app.request("/classify", { method: "POST", body });
          return ((await response.json()) as { code: string }).code;
        }),
      );
      assert.equal(statuses.toSorted(), ["unsupported_image", "upload_budget", "upload_budget"]);
      assert.is(service.uploads.bytes, 0);
    },
  );
});

robustness("a client that leaves takes its waiting image with it", async () => {
  await withService({}, async ({ app, service }) => {
    const client = new AbortController();
    const first = app.request(slowRequest());
    const second = app.request(slowRequest(client.signal));
    while (service.slot.current!.pool.load.waiting === 0) await turn();
    client.abort();
    assert.is((await second).status, 499);
    assert.is(service.slot.current!.pool.load.waiting, 0);
    assert.is((await first).status, 200);
  });
});

/** Of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function slowRequest(signal?: AbortSignal): Request {
  return new Request("http://localhost/classify?explain=true", {
    method: "POST",
    body: pngImage.bytes,
    signal: signal ?? null,
  });
}

robustness.run();
