import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contractSettings } from "../test/contract-settings.ts";
import { addContract } from "../test/contract.ts";
import { withService } from "../test/with-service.ts";

const app = suite("createApp()");

addContract(app, (work) =>
  withService({ settings: contractSettings }, (test) =>
    work(async (path, init) => test.app.request(path, init)),
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
      code: "unsupported_image",
    });
    assert.ok(Number(ms) > 0 && Number(bytes) > 10);
    assert.not.match(JSON.stringify(logged), "secret");
  });
});

app.run();
