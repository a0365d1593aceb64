import { Hono } from "hono";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";
import { clientAddress } from "./client-address.ts";

const address = suite("clientAddress()");

async function addressOf(
  forwarded: string | undefined,
  proxies: number,
  peer: string | undefined = "10.0.0.1",
): Promise<string> {
  const app = new Hono();
  app.get("/", (c) => c.text(clientAddress(c, peer, proxies)));
  const headers: Record<string, string> =
    forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return (await app.request("/", { headers })).text();
}

address("is the peer's where no proxy is trusted, whatever is forwarded", async () => {
  assert.is(await addressOf(undefined, 0), "10.0.0.1");
  assert.is(await addressOf("192.0.2.1", 0), "10.0.0.1");
});

address("is what the outermost trusted proxy saw, never what a client forged", async () => {
  assert.is(await addressOf("192.0.2.1", 1), "192.0.2.1");
  assert.is(await addressOf("6.6.6.6, 192.0.2.1", 1), "192.0.2.1");
  assert.is(await addressOf("6.6.6.6, 192.0.2.1, 10.0.0.2", 2), "192.0.2.1");
  assert.is(await addressOf("192.0.2.1", 2), "192.0.2.1"); // Asked from inside, past the outer one.
});

address("is read as proxies write it; what is no address is the proxy's own", async () => {
  for (const [written, read] of [
    ["192.0.2.1:4711", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["[2001:db8::1]:4711", "2001:db8:0:0::/64"],
    ['"[2001:db8::1]"', "2001:db8:0:0::/64"],
    ["192.0.2.1,", "192.0.2.1"],
    ["", "10.0.0.1"],
    ["unknown", "10.0.0.1"],
    ["1.2.3.4.5", "10.0.0.1"],
    ["x".repeat(10_000), "10.0.0.1"],
  ] as const) {
    assert.is(await addressOf(written, 1), read, written);
  }
  assert.is(await addressOf(undefined, 1, ""), "unknown");
});

address("of IPv6 is its network: a client has all addresses in it", async () => {
  for (const [one, network] of [
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ] as const) {
    assert.is(await addressOf(undefined, 0, one), network);
  }
});

address("behind a proxy has a rate and a share of its own", async () => {
  const limits = { MAX_BODY_BYTES: 2000, MAX_UPLOAD_BYTES: 4000, CLIENT_SHARE: 50 };
  const settings = { TRUST_PROXY: 1, RATE_LIMIT: 1, RATE_BURST: 1, ...limits };
  await withService({ settings }, async ({ app, service }) => {
    const ask = async (from: string): Promise<string> => {
      const headers = { "x-forwarded-for": `9.9.9.9, ${from}` };
      const init = { method: "POST", body: pngImage.bytes, headers };
      const answer = (await (await app.request("/classify", init)).json()) as { code?: string };
      return answer.code ?? "answered";
    };
    assert.is(await ask("192.0.2.1"), "answered");
    assert.is(await ask("192.0.2.1"), "rate_limited");
    assert.is(await ask("192.0.2.2"), "answered");
    const account = service.uploads.account("192.0.2.3");
    account.take(1900);
    assert.is(await ask("192.0.2.3"), "upload_budget");
    assert.is(await ask("192.0.2.4"), "answered");
    account.release();
  });
});

address.run();
