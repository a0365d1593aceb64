/** The service as a fetch handler: the same contract as on sockets of its own, with no right but to variables. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { withBundle } from "../../packages/serve/test/ask-process.ts";
import { contractSettings } from "../../packages/serve/test/contract-settings.ts";
import { addContract } from "../../packages/serve/test/contract.ts";
import { writeTinyBundle } from "../../packages/serve/test/tiny-bundle.ts";
import { buildModule } from "./build-module.ts";
import { serveModule } from "./serve-module.ts";

const module = suite("the module");

/** Those of the contract; its cases of large images want the defaults of a process. */
const environment = {
  ...Object.fromEntries(
    Object.entries(contractSettings).map(([name, value]) => [name, String(value)]),
  ),
  MAX_PIXELS: "16000000",
  MAX_BASELINE_PIXELS: "51000000",
  MAX_QUEUED_PIXELS: "100000000",
  MAX_UPLOAD_BYTES: "134217728",
};

addContract(
  module,
  (work) =>
    withBundle((bundle) =>
      inTemporaryFolder(async (out) => {
        await buildModule({ bundle, out, engine: "tfjs-tflite" });
        await serveModule(out, environment, ({ url }) =>
          work((path, init) => fetch(`${url}${path}`, init)),
        );
      }),
    ),
  { engine: "tfjs-tflite", workers: 1 },
);

module("is not built of a bundle whose golden images the engine answers otherwise", async () => {
  await inTemporaryFolder(async (folder) => {
    const bundle = join(folder, "bundle");
    await writeTinyBundle(bundle, {
      golden: ({ cases }) => ({
        cases: cases.map((one) => ({ ...one, inputSha256: "0".repeat(64) })),
      }),
    });
    const out = join(folder, "out");
    const { message } = await rejectionOf(buildModule({ bundle, out, engine: "litert" }));
    assert.match(
      message,
      /^Cannot build with ".*bundle" and litert: Cannot pass the self-test: golden/,
    );
  });
});

module.run();
