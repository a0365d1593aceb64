import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { folderStore } from "./folder-store.ts";

const test = suite("a folder with answers");

test("shows a file when it is whole, and leaves nothing of one that failed", async () => {
  await inTemporaryFolder(async (folder) => {
    const store = folderStore("out", join(folder, "out"));
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("one ");
      assert.is(await store.size("x"), undefined);
      throw new Error("the images ended");
    }
    const error = await rejectionOf(store.write("x", breaking()));
    assert.is(error.message, "the images ended");
    assert.is((error as NodeJS.ErrnoException).path, join(folder, "out/x"), "for the message");
    assert.equal(await readdir(join(folder, "out")), []);
    await store.write("x", [Buffer.from("one "), Buffer.from("two")]);
    assert.is(await readFile(join(folder, "out/x"), "utf8"), "one two");
  });
});

test("two that write one file at once: it is whole, and of one of them", async () => {
  await inTemporaryFolder(async (folder) => {
    const store = folderStore("out", folder);
    const writes = await Promise.allSettled(["a", "b"].map((one) => store.write("x", slowly(one))));
    assert.ok(writes.some(({ status }) => status === "fulfilled"));
    assert.match(await readFile(join(folder, "x"), "utf8"), /^(?:a{5000}|b{5000})$/);
    assert.equal(await readdir(folder), ["x"]);
  });
});

test("what a killed process left of a file goes when the file is there", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, "x.1234.partial"), "half");
    await writeFile(join(folder, "y.1234.partial"), "half");
    await folderStore("out", folder).write("x", [Buffer.from("whole")]);
    assert.equal((await readdir(folder)).toSorted(), ["x", "y.1234.partial"]);
  });
});

test.run();

async function* slowly(letter: string): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 50; chunk += 1) {
    await new Promise(setImmediate);
    yield Buffer.from(letter.repeat(100));
  }
}
