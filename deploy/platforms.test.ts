/**
 * Each platform's contract, on the image's own entry point: it is started with the platform's words, variables and folders
 * as a user that owns nothing, and nothing of ours is set.
 */
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { classify, modelName, url } from "../packages/serve/test/ask-process.ts";
import { pngImage } from "../packages/serve/test/images.ts";
import { spawnService, type ServiceProcess } from "../packages/serve/test/start-process.ts";
import { writeTinyBundle } from "../packages/serve/test/tiny-bundle.ts";
import { askContract } from "./ask-contract.ts";
import { contracts, type Contract } from "./contracts.ts";
import { layOutImage } from "./lay-out-image.ts";

const test = suite("the image on every platform");
/** Of no user that there is: only root may start a process as somebody else. */
const uid = process.getuid?.() === 0 ? 54_321 : undefined;
/** The source is translated once for all; the image has JavaScript, and no place to write. */
let cache = "";

test.before(async () => {
  cache = await mkdtemp(join(tmpdir(), "deno-dir-"));
  await chmod(cache, 0o777);
});

test.after(() => rm(cache, { recursive: true }));

for (const contract of contracts) {
  test(`${contract.platform}: finds its port and its model, is healthy, answers, and ends with 0`, async () => {
    await onPlatform(contract, async (service) => {
      assert.match(
        await service.logged('"event":"listen"'),
        `"host":"0.0.0.0","port":${contract.port}`,
      );
      assert.is(await modelName(service), contract.model === undefined ? "built in" : "mounted");
      const answer = JSON.parse(await askContract(url(service, ""), contract, pngImage.bytes)) as {
        readonly predictions?: readonly unknown[];
      };
      const { length } = answer.predictions ?? (answer as readonly unknown[]);
      assert.is(length, contract.sends === "instances" ? 1 : 5); // the best classes, or an answer an instance
      const open = classify(service);
      await service.logged('"path":"/classify"');
      service.kill("SIGTERM");
      assert.is((await open).status, 200);
      assert.is(await service.ended, 0);
    });
  });
}

test("README has a row for each, and none without a case", async () => {
  const readme = await readFile(join(import.meta.dirname, "README.md"), "utf8");
  const section = readme.slice(readme.indexOf("\n## Platforms"), readme.indexOf("\n## A fetch"));
  const rows = [...section.matchAll(/^\| ([A-Z][\w ]*?)(?:,[^|]*)? +\|/gm)].map(
    ([, name]) => name!,
  );
  const names = contracts.map(({ platform }) => platform);
  for (const name of names)
    assert.ok(
      rows.some((row) => name.startsWith(row)),
      name,
    );
  for (const row of rows)
    assert.ok(
      names.some((name) => name.startsWith(row)),
      row,
    );
  assert.is(new Set(rows).size, 8);
});

test("needs no place to write", async () => {
  const environment = { DENO_DIR: "/nowhere" };
  await onPlatform({ ...contracts[0]!, environment }, async (service) => {
    assert.is((await classify(service)).status, 200);
  });
});

test("a model that is not where the platform puts it is no reason to serve another one", async () => {
  const azure = contracts.find(({ platform }) => platform === "Azure ML")!;
  const { message } = await rejectionOf(
    onPlatform(
      { ...azure, model: "/var/azureml-app/azureml-models/pets/2/bundle" },
      async () => {},
    ),
  );
  assert.match(message, /pets\/1" of Azure ML: it has no bundle; put one there/);
});

test("a word that means nothing is refused", async () => {
  const { message } = await rejectionOf(
    onPlatform({ ...contracts[0]!, words: ["train"] }, async () => {}),
  );
  assert.match(message, 'Cannot start: "train" means nothing here');
});

/** Starts the image as the platform does. */
async function onPlatform(
  { words = [], environment = {}, model }: Contract,
  work: (service: ServiceProcess) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (root) => {
    await writeTinyBundle(join(root, "bundle"), { name: "built in" });
    // Platforms make their folder even where there is no model to put into it.
    await mkdir(join(root, "opt/ml/model"), { recursive: true });
    if (model !== undefined) await writeTinyBundle(join(root, model), { name: "mounted" });
    const image = await layOutImage(root, "");
    await chmod(root, 0o755);
    const inRoot = (text: string): string =>
      text.replace(/^(--model_dir=)?(?=\/(var|mnt)\/)/, `$1${root}`);
    const given = Object.entries(environment).map(([name, value]) => [name, inRoot(value)]);
    const service = await spawnService([...image.command, ...words.map(inRoot)], {
      environment: {
        ...image.environment,
        DENO_DIR: cache,
        WORKERS: "1",
        ...Object.fromEntries(given),
      },
      uid,
    });
    try {
      await work(service);
    } finally {
      service.kill("SIGKILL");
      await service.ended;
    }
  });
}

test.run();
