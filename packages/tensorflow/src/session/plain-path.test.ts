import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { withPlainPath } from "./plain-path.ts";

const plain = suite("withPlainPath()");

plain("withPlainPath() leads to the same files without what is read as a pattern", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const name of ["run[1]", "a\\b", "st*r", "why?"]) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "variables.index"), name);
      await withPlainPath(join(folder, name, "variables"), async (prefix) => {
        assert.not.match(prefix, /[*?[\\]/);
        assert.is(await readFile(`${prefix}.index`, "utf8"), name);
      });
      assert.is(await readFile(join(folder, name, "variables.index"), "utf8"), name);
    }
  });
});

plain("withPlainPath() leaves other paths as they are", async () => {
  for (const path of ["/runs/a b/variables", "/runs/ü]/{x}"]) {
    assert.is(await withPlainPath(path, (given) => Promise.resolve(given)), path);
  }
});

plain.run();
