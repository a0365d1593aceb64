import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { findBundle } from "./find-bundle.ts";

const find = suite("findBundle()");

/** As much of a bundle as is looked at. */
async function writeManifest(
  folder: string,
  created: string,
  dataset: { readonly name: string; readonly isDemo?: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ created, dataset }));
}

find("takes the folder that is named, whatever is in it", async () => {
  assert.equal(await findBundle("some/where", { cwd: "/home" }), { folder: "/home/some/where" });
  assert.equal(await findBundle("/some/where", { cwd: "/home" }), { folder: "/some/where" });
});

find("takes the newest run's, else the shipped one, or tells how to get one", async () => {
  await inTemporaryFolder(async (cwd) => {
    const places = { runs: join(cwd, "runs"), shipped: join(cwd, "shipped") };
    const found = (): ReturnType<typeof findBundle> => findBundle("", { cwd, places });
    assert.match(
      (await rejectionOf(found())).message,
      /^Cannot find a bundle in ".*runs" or ".*shipped"; train one on your own images, or set MODEL_DIR$/,
    );
    await writeManifest(places.shipped, "2026-11-25T00:00:00Z", { name: "tiny" });
    assert.equal(await found(), { folder: places.shipped });
    const mine = { name: "demo", isDemo: false }; // a folder of one's own that is called so
    await writeManifest(join(places.runs, "b", "bundle"), "2026-11-23T00:00:00Z", mine);
    assert.equal(await found(), { folder: join(places.runs, "b", "bundle") });
    await writeManifest(join(places.runs, "a", "bundle"), "2026-11-24T00:00:00Z", mine);
    assert.equal(await found(), { folder: join(places.runs, "a", "bundle") });
    await mkdir(join(places.runs, "still-training"));
    await mkdir(join(places.runs, "damaged", "bundle"), { recursive: true });
    await writeFile(join(places.runs, "damaged", "bundle", "manifest.json"), '{ "created"');
    await symlink("b", join(places.runs, "latest"));
    assert.equal(await found(), { folder: join(places.runs, "a", "bundle") });
  });
});

find("never takes the demo's by itself, and tells that it passed it over", async () => {
  await inTemporaryFolder(async (cwd) => {
    const places = { runs: join(cwd, "runs"), shipped: join(cwd, "shipped") };
    const found = (): ReturnType<typeof findBundle> => findBundle("", { cwd, places });
    const demo = join(places.runs, "demo", "bundle");
    // As bundles of the demo were before they said so themselves.
    await writeManifest(demo, "2026-11-24T00:00:00Z", { name: "demo" });
    assert.match((await rejectionOf(found())).message, `, except the demo's in "${demo}"; train`);
    await writeManifest(places.shipped, "2026-11-20T00:00:00Z", { name: "tiny" });
    assert.equal(await found(), { folder: places.shipped, passedOver: demo });
    const own = join(places.runs, "own", "bundle");
    await writeManifest(own, "2026-11-22T00:00:00Z", { name: "pets" });
    assert.equal(await found(), { folder: own, passedOver: demo });
    await writeManifest(own, "2026-11-26T00:00:00Z", { name: "pets", isDemo: false });
    assert.equal(await found(), { folder: own });
    await writeManifest(own, "2026-11-27T00:00:00Z", { name: "pets", isDemo: true });
    assert.equal(await found(), { folder: places.shipped, passedOver: own });
    assert.equal(await findBundle(demo, { cwd, places }), { folder: demo });
  });
});

find.run();
