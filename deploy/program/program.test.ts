/**
 * The program of one file: what it is made of runs where it can read nothing else; and compiled, where Deno's runtime for
 * that is at hand.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { denoProgram } from "../../packages/serve/src/entry/deno-program.ts";
import { classify, modelName, url, withBundle } from "../../packages/serve/test/ask-process.ts";
import { spawnService } from "../../packages/serve/test/start-process.ts";
import { buildProgram, bundleProgram, programFlags } from "./build-program.ts";

const test = suite("the program");
const environment = { ...process.env, PORT: "0", HOST: "127.0.0.1", WORKERS: "2", MODEL_DIR: "" };

test("answers on threads from what is built in, and reads nothing else", async () => {
  await withBundle((bundle) =>
    inTemporaryFolder(async (out) => {
      await bundleProgram({ bundle, out, engine: "litert" });
      await tryService([
        denoProgram(),
        "run",
        ...programFlags(`--allow-read=${out}`),
        join(out, "main.js"),
      ]);
    }),
  );
});

if (process.env["DENORT_BIN"] && existsSync(process.env["DENORT_BIN"])) {
  test("is one file", async () => {
    await withBundle((bundle) =>
      inTemporaryFolder(async (folder) => {
        const out = join(folder, "service");
        await buildProgram({ bundle, out, engine: "litert" });
        await tryService([out]);
      }),
    );
  });
} else {
  console.log(
    "SKIP deno compile needs denort, which only Deno's own host has; name one in DENORT_BIN",
  );
  test.skip("is one file");
}

async function tryService(command: readonly [string, ...string[]]): Promise<void> {
  const service = await spawnService(command, { environment });
  try {
    assert.is(await modelName(service), "tiny");
    assert.is((await classify(service)).status, 200);
    assert.is((await fetch(url(service, "/"))).status, 200);
    assert.match(await (await fetch(url(service, "/metrics"))).text(), "inference_workers 2");
    service.kill("SIGTERM");
    assert.is(await service.ended, 0);
  } finally {
    service.kill("SIGKILL");
    await service.ended;
  }
}

test.run();
