import { suite } from "uvu";
import * as assert from "uvu/assert";
import { goldenImage, tinyBundle } from "../../test/tiny-bundle.ts";
import { createHandler } from "./create-handler.ts";

const handler = suite("createHandler()");

handler("keeps nothing of the bundle twice, and answers and explains all the same", async () => {
  // As imported bytes are: each in memory of its own.
  const files = [...(await tinyBundle())].map(
    ([path, bytes]) => [path, Uint8Array.from(bytes)] as const,
  );
  const bundle = new Map(files);
  const parts = { bundle, page: new Map(), engine: "tfjs-tflite", environment: {} } as const;
  const { fetch } = await createHandler(parts);
  const kept = files.filter(([, bytes]) => bytes.length > 0).map(([path]) => path);
  assert.equal(
    kept.filter((path) => !path.startsWith("golden/")),
    ["ood.bin"],
  );
  const request = new Request("http://localhost/classify?explain=1", {
    method: "POST",
    body: Uint8Array.from(goldenImage),
  });
  const response = await fetch(request);
  assert.is(response.status, 200);
  assert.ok("explanation" in ((await response.json()) as object));
});

handler.run();
