import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { openDataset } from "./open-dataset.ts";
import { writeStarter } from "./write-starter.ts";

const test = suite("writeStarter()");

test("writes ten images of each class in a layout that is recognized, and replaces nothing", () =>
  inTemporaryFolder(async (folder) => {
    const root = join(folder, "pictures");
    const names = await writeStarter(root);
    const { layout, classes, train, val } = await openDataset(root);
    assert.is(layout, "class-folders");
    assert.equal(
      classes.map(({ id }) => id),
      names,
    );
    assert.is(train.length + val.length, 10 * names.length);
    assert.ok(classes.some(({ label }) => label === "school bus"));
    assert.match((await rejectionOf(writeStarter(root))).message, /it exists; give a new name$/);
    assert.equal(await readdir(folder), ["pictures"]);
  }));

test.run();
