import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "../../../dataset/src/testing/in-temporary-folder.ts";
import { rejectionOf } from "../../../dataset/src/testing/rejection-of.ts";
import { findBundle } from "./find-bundle.ts";

const find = suite("findBundle()");

find("takes the folder that is named, whatever is in it", async () => {
  assert.is(await findBundle("some/where", { cwd: "/home" }), "/home/some/where");
  assert.is(await findBundle("/some/where", { cwd: "/home" }), "/some/where");
});

find("takes the first default that is a bundle, or tells how to get one", async () => {
  await inTemporaryFolder(async (cwd) => {
    const defaults = [join(cwd, "newest"), join(cwd, "shipped")];
    const { message } = await rejectionOf(findBundle("", { cwd, defaults }));
    assert.match(
      message,
      /^Cannot find a bundle in .*newest" or .*; train one with npm start, or set MODEL_DIR$/,
    );
    for (const folder of defaults.toReversed()) {
      await mkdir(folder);
      await writeFile(join(folder, "manifest.json"), "{}");
      assert.is(await findBundle("", { cwd, defaults }), folder);
    }
  });
});

find.run();
