import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { photos, writeFiles } from "../../test/photo-folder.ts";
import { countLitter } from "./litter.ts";

const test = suite("countLitter()");

test("counts hidden and system files at any depth by name, and a folder of them once", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFiles(folder, {
      ...photos(["cat", "dog/2026"], 2),
      ".DS_Store": "",
      "cat/.DS_Store": "",
      "cat/._0.png": "",
      "dog/2026/._1.png": "",
      "dog/2026/Thumbs.db": "",
      "__MACOSX/cat/._0.png": "",
      ".git/config": "",
    });
    assert.equal(countLitter(folder), {
      ".DS_Store": 2,
      "._*": 2,
      "Thumbs.db": 1,
      __MACOSX: 1,
      ".git": 1,
    });
  });
});

test("is empty of a clean folder, and of one that is not there", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFiles(folder, photos(["cat"], 1));
    assert.equal(countLitter(folder), {});
    assert.equal(countLitter(join(folder, "nowhere")), {});
  });
});

test.run();
