import { existsSync, readdirSync, utimesSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { pack, type Header } from "tar-stream";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { photos } from "../../test/photo-folder.ts";
import { writeZip, type ZipEntry } from "../../test/write-zip.ts";
import { openDataset } from "../open-dataset.ts";
import { archiveName, unpackArchive } from "./unpack-archive.ts";

const test = suite("unpackArchive()");

const images = { ...photos(["set/Tabby cats"], 3), ...photos(["set/dogs"], 4) };
const entries: ZipEntry[] = Object.entries(images).map(([name, content]) => ({ name, content }));

async function writeTar(
  headers: readonly (Partial<Header> & { readonly name: string } & {
    readonly content?: Uint8Array;
  })[],
): Promise<Buffer> {
  const tar = pack();
  for (const { content = new Uint8Array(), ...header } of headers)
    tar.entry(header, Buffer.from(content));
  tar.finalize();
  return buffer(tar);
}

const tar = (): Promise<Buffer> =>
  writeTar([
    { name: "set/", type: "directory" },
    ...entries.map(({ name, content }) => ({ name, content })),
  ]);

/** Writes the archive and unpacks it. */
async function unpacked(
  name: string,
  bytes: Uint8Array,
  look: (root: string | undefined, folder: string) => Promise<void> | void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, name), bytes);
    const cacheDirectory = join(folder, "cache");
    await look(await unpackArchive(join(folder, name), { cacheDirectory }), folder);
  });
}

const ARCHIVES: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  "my photos.zip": () => writeZip(entries),
  "my photos.tar": tar,
  "my photos.tar.gz": async () => gzipSync(await tar()),
  "my photos.tgz": async () => gzipSync(await tar()),
  "my photos.tar.zst": async () => zstdCompressSync(await tar()),
  "wrongly named.jpg": tar,
  "made on Windows.zip": () =>
    writeZip(entries.map(({ name, content }) => ({ name: name.replaceAll("/", "\\"), content }))),
};

for (const [name, make] of Object.entries(ARCHIVES)) {
  test(`unpacks ${name} into a dataset`, async () => {
    await unpacked(name, await make(), async (root) => {
      const { classes, train, val } = await openDataset(root!);
      assert.equal(
        classes.map(({ id }) => id),
        ["Tabby cats", "dogs"],
      );
      assert.is(train.length + val.length, 7);
    });
  });
}

test("unpacks once, and again when the file has changed", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "a.zip");
    await writeFile(path, writeZip(entries));
    let files = 0;
    const options = { cacheDirectory: join(folder, "cache"), onFiles: () => (files += 1) };
    const first = await unpackArchive(path, options);
    assert.is(files, 1);
    assert.is(await unpackArchive(path, options), first);
    assert.is(files, 1);
    utimesSync(path, 1, 1);
    const second = await unpackArchive(path, options);
    assert.equal([files, existsSync(first!), existsSync(second!)], [2, false, true]);
    assert.is(readdirSync(join(folder, "cache/unpacked")).length, 1);
  });
});

const ESCAPES = ["../evil.png", "/evil.png", "set/../../evil.png", "..\\evil.png", "C:\\evil.png"];
for (const name of ESCAPES) {
  test(`refuses the name ${name}`, async () => {
    const content = images["set/dogs/0.png"]!;
    const archives = [writeZip([{ name, content }]), await writeTar([{ name, content }])];
    for (const bytes of archives) {
      await inTemporaryFolder(async (folder) => {
        await mkdir(join(folder, "in"));
        await writeFile(join(folder, "in/a.bin"), bytes);
        const cacheDirectory = join(folder, "in/cache");
        const { message } = await rejectionOf(
          unpackArchive(join(folder, "in/a.bin"), { cacheDirectory }),
        );
        assert.match(message, /^Cannot extract ".*a\.bin": /);
        assert.equal(readdirSync(folder), ["in"]);
        assert.equal(readdirSync(join(cacheDirectory, "unpacked")), []);
      });
    }
  });
}

test("passes over links and devices in a tar", async () => {
  const content = Buffer.from("secret");
  const bytes = await writeTar([
    { name: "set/dogs/link.png", type: "symlink", linkname: "/etc/passwd" },
    { name: "set/dogs/hard.png", type: "link", linkname: "../../../../etc/passwd" },
    { name: "set/dogs/device", type: "character-device" },
    { name: "set/dogs/a.png", content },
  ]);
  await unpacked("a.tar", bytes, async (root) => {
    assert.equal(readdirSync(join(root!, "set/dogs")), ["a.png"]);
    assert.equal(await readFile(join(root!, "set/dogs/a.png")), content);
  });
});

test("refuses what unpacks to far more than images would", async () => {
  const size = 2 ** 30 + 1;
  const header = (await writeTar([{ name: "bomb.png", content: new Uint8Array(8) }])).subarray(
    0,
    512,
  );
  header.write(size.toString(8).padStart(11, "0"), 124);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const { message } = await rejectionOf(
    unpacked("bomb.tar", Buffer.concat([header, Buffer.alloc(2048)]), () => {}),
  );
  assert.match(message, '"bomb.png" has 1.07 GB, too many for an image');
});

test("names the program for archives of other kinds, and no archive is none", async () => {
  const xz = Buffer.from("\xfd7zXZ\0\0\0", "latin1");
  const { message } = await rejectionOf(unpacked("a.tar.xz", xz, () => {}));
  assert.match(
    message,
    "it is a tar.xz, wanted a zip, tar, tar.gz or tar.zst; unpack it with `tar -xf`",
  );
  await unpacked("labels.csv", Buffer.from("path,label\n"), (root) => {
    assert.is(root, undefined);
  });
  await unpacked("a.gz", gzipSync("no tar"), (root) => {
    assert.is(root, undefined);
  });
  const damaged = gzipSync(await tar()).subarray(0, 400);
  assert.match(
    (await rejectionOf(unpacked("a.tgz", damaged, () => {}))).message,
    /^Cannot extract ".*a\.tgz"/,
  );
});

test("an archive gives its dataset a name", () => {
  assert.equal(["photos.tar.gz", "photos.zip", "my.photos.tgz", "photos"].map(archiveName), [
    "photos",
    "photos",
    "my.photos",
    "photos",
  ]);
});

test.run();
