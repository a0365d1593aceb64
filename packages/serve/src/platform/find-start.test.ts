import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { findStart } from "./find-start.ts";

const start = suite("findStart()");

type Found = readonly [MODEL_DIR: string, PORT: number];

/** A container's folders, and how it is found to have been started. */
async function inContainer(
  files: readonly string[],
  work: (
    found: (variables?: Record<string, string>, args?: readonly string[]) => Promise<Found>,
    root: string,
  ) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (root) => {
    for (const file of files) {
      await mkdir(join(root, file, ".."), { recursive: true });
      await writeFile(join(root, file), "{}");
    }
    await work(async (variables = {}, args = []) => {
      const { MODEL_DIR, PORT } = await findStart(variables, { args, root });
      return [MODEL_DIR.replace(root, ""), PORT];
    }, root);
  });
}

start("takes nothing but the defaults where nothing is given", async () => {
  await inContainer([], async (found) => {
    assert.equal(await found(), ["", 8000]);
    assert.equal(await found({ PORT: "9000" }), ["", 9000]);
  });
});

start("looks into the platforms' folders in their order, past empty ones", async () => {
  const all = ["opt/ml/model", "mnt/models", "repository", "bundle"];
  const wanted: readonly Found[] = [
    ["/opt/ml/model", 8080],
    ["/mnt/models", 8080],
    ["/repository", 8000],
    ["/bundle", 8000],
  ];
  for (const [index, first] of wanted.entries()) {
    const files = all.map((folder, at) => `${folder}/${at < index ? ".keep" : "manifest.json"}`);
    await inContainer(files, async (found) => assert.equal(await found(), first));
  }
});

start("takes a bundle that is packed in a folder of its own", async () => {
  const files = ["opt/ml/model/bundle/manifest.json", "opt/ml/model/code/inference.py"];
  await inContainer(files, async (found) => {
    assert.equal(await found(), ["/opt/ml/model/bundle", 8080]);
  });
});

start("serves no other model where a folder has files and not one bundle", async () => {
  await inContainer(["repository/config.json", "bundle/manifest.json"], async (found, root) => {
    assert.is(
      (await rejectionOf(found())).message,
      `Cannot serve "${root}/repository" of Hugging Face: it has no bundle; put one there with its manifest.json, or set MODEL_DIR to the one to serve`,
    );
    assert.equal(await found({ MODEL_DIR: `${root}/bundle` }), ["/bundle", 8000]);
  });
});

start("takes all of several bundles", async () => {
  const files = ["mnt/models/a/manifest.json", "mnt/models/b/manifest.json"];
  await inContainer(files, async (found) => assert.equal(await found(), ["/mnt/models", 8080]));
});

start("goes by the folders that variables name before those that are mounted", async () => {
  const files = [
    "azure/pets/1/bundle/manifest.json",
    "vertex/manifest.json",
    "bundle/manifest.json",
  ];
  await inContainer(files, async (found, root) => {
    const AZUREML_MODEL_DIR = `${root}/azure/pets/1`;
    assert.equal(await found({ AZUREML_MODEL_DIR }), ["/azure/pets/1/bundle", 8000]);
    const AIP_STORAGE_URI = `${root}/vertex`;
    const both = { AZUREML_MODEL_DIR, AIP_STORAGE_URI, AIP_HTTP_PORT: "7080" };
    assert.equal(await found(both), ["/vertex", 7080]);
    const bucket = { AIP_STORAGE_URI: "gs://caip-tenant/1/artifacts" };
    assert.equal(await found(bucket), ["gs://caip-tenant/1/artifacts", 8000]);
    assert.match(
      (await rejectionOf(found({ AZUREML_MODEL_DIR: `${root}/nowhere` }))).message,
      /nowhere" of Azure ML: it has no bundle; /,
    );
  });
});

start("listens where the platform connects to, then where the operator wants", async () => {
  await inContainer(["mnt/models/manifest.json"], async (found) => {
    const at = async (...given: Parameters<typeof found>): Promise<number> =>
      (await found(...given))[1];
    assert.is(await at({ AIP_HTTP_PORT: "7080", PORT: "9000" }), 7080);
    assert.is(await at({ SAGEMAKER_BIND_TO_PORT: "7081", PORT: "9000" }, ["serve"]), 7081);
    assert.is(await at({ PORT: "9000" }, ["serve"]), 9000);
    assert.is(await at({}, ["serve"]), 8080);
    assert.is(await at({}, ["--http_port", "7082"]), 7082);
    assert.is(await at({ PORT: "0" }), 0);
    assert.is(await at(), 8080);
  });
});

start("names every variable that cannot be used", async () => {
  const { message } = await rejectionOf(
    findStart({ AIP_HTTP_PORT: "http", AIP_PREDICT_ROUTE: "predict" }, { args: [] }),
  );
  assert.match(message, "AIP_HTTP_PORT must be a whole number");
  assert.match(message, 'AIP_PREDICT_ROUTE must be a path such as /predict, got "predict"');
});

start.run();
