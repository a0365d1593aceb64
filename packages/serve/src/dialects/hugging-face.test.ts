import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { InferenceClient } from "@huggingface/inference";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { pngImage } from "../../test/images.ts";
import { withService, type WithServiceOptions } from "../../test/with-service.ts";

const client = suite("@huggingface/inference");

async function withServer(
  options: WithServiceOptions,
  work: (url: string, asked: () => number) => Promise<void>,
): Promise<void> {
  await withService(options, async ({ app }) => {
    let asked = 0;
    const listener = getRequestListener((request, env) => {
      asked += 1;
      return app.fetch(request, env);
    });
    const server = createServer(listener);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    try {
      await work(`http://127.0.0.1:${port}/models/inception`, () => asked);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

client("classifies an image by the service", async () => {
  await withServer({}, async (endpointUrl) => {
    const answers = await new InferenceClient().imageClassification({
      endpointUrl,
      data: new Blob([pngImage.bytes], { type: "image/png" }),
    });
    assert.is(answers.length, 5);
    for (const { label, score } of answers) {
      assert.match(label, /^thing \d$/);
      assert.ok(score >= 0 && score <= 1);
    }
  });
});

client("shows the service's own words when an image is refused", async () => {
  await withServer({}, async (endpointUrl) => {
    const { message } = await rejectionOf(
      new InferenceClient().imageClassification({
        endpointUrl,
        data: new Blob(["no image"], { type: "image/jpeg" }),
      }),
    );
    assert.match(message, "Cannot read an image that begins with the bytes 6e 6f 20");
  });
});

client("does not ask again and again when it is refused for load", async () => {
  await withServer({ settings: { RATE_LIMIT: 1, RATE_BURST: 1 } }, async (endpointUrl, asked) => {
    const ask = (): Promise<unknown> =>
      new InferenceClient().imageClassification({
        endpointUrl,
        data: new Blob([pngImage.bytes], { type: "image/png" }),
      });
    await ask();
    await rejectionOf(ask());
    assert.is(asked(), 2);
  });
});

client.run();
