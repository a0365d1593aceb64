import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { pack } from "tar-stream";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "@inception-edge/host";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { collect } from "../../test/collect.ts";
import { smallImage } from "../../test/small-images.ts";
import { BucketReader } from "../bucket/read-bucket.ts";
import { WHOLE } from "../shard/shard.ts";
import { Archive } from "./archive.ts";
import type { ImageInput } from "./image-input.ts";
import { InputError } from "./input-error.ts";
import { openSource } from "./open-source.ts";
import { readImageFile } from "./read-image-file.ts";

const test = suite("sources");

test("a folder: images in the order of their names, without what is hidden, through links but no circle", async () => {
  await inTemporaryFolder(async (cwd) => {
    await mkdir(join(cwd, "photos/b/.cache"), { recursive: true });
    await mkdir(join(cwd, "photos/__MACOSX"), { recursive: true });
    await mkdir(join(cwd, "elsewhere"));
    for (const file of [
      "photos/c.JPG",
      "photos/b/2.png",
      "photos/b/10.png",
      "photos/b/._2.png",
      "photos/b/.cache/x.png",
      "photos/__MACOSX/c.jpg",
      "photos/notes.txt",
      "photos/b/boxes.txt",
      "photos/README",
      "photos/old.heic",
      "elsewhere/d.webp",
    ]) {
      await writeFile(join(cwd, file), "");
    }
    await symlink(join(cwd, "elsewhere"), join(cwd, "photos/link"));
    await symlink(join(cwd, "photos"), join(cwd, "photos/b/up"));
    await symlink(join(cwd, "nowhere.png"), join(cwd, "photos/z.png"));
    const { paths, survey } = await list(cwd, "photos/");
    assert.equal(paths, [
      "photos/b/10.png",
      "photos/b/2.png",
      "photos/c.JPG",
      "photos/link/d.webp",
      "photos/old.heic",
      "photos/z.png",
    ]);
    assert.is(survey.images, 6);
    assert.equal(Object.fromEntries(survey.passedOver), { ".txt": 2, "no extension": 1 });
    assert.is((await list(cwd, ".")).paths.includes("photos/c.JPG"), true);
  });
});

test("a tar, plain or compressed: images in its order", async () => {
  await inTemporaryFolder(async (cwd) => {
    const tar = pack();
    tar.entry({ name: "./b.png" }, Buffer.from(smallImage(2)));
    tar.entry({ name: "a/", type: "directory" });
    tar.entry({ name: "a/1.png" }, Buffer.from(smallImage(1)));
    tar.entry({ name: "a/._1.png" }, "macOS");
    tar.entry({ name: "labels.csv" }, "x,y");
    tar.entry({ name: "link.png", type: "symlink", linkname: "b.png" });
    tar.finalize();
    const bytes = await buffer(tar);
    await writeFile(join(cwd, "x.tar"), bytes);
    await writeFile(join(cwd, "x.tgz"), gzipSync(bytes));
    await writeFile(join(cwd, "x.zst"), zstdCompressSync(bytes));
    for (const name of ["x.tar", "x.tgz", "x.zst"]) {
      const { paths, images, survey } = await list(cwd, name);
      assert.equal(paths, [`${name}/b.png`, `${name}/a/1.png`]);
      assert.equal(
        images.map(bytesOf),
        [smallImage(2), smallImage(1)].map((one) => [...one]),
      );
      assert.equal(Object.fromEntries(survey.passedOver), { ".csv": 1 });
      assert.equal(survey.doubts, []);
    }
    // Behind its first file: its header and its content, in blocks of 512 bytes.
    const blocks = 512 * (1 + Math.ceil(smallImage(2).length / 512));
    await writeFile(join(cwd, "between.tar"), bytes.subarray(0, blocks));
    const { paths, survey } = await list(cwd, "between.tar");
    assert.equal(paths, ["between.tar/b.png"]);
    assert.match(survey.doubts[0]!, /^between.tar has no end mark, as if it was cut off/);
    await writeFile(join(cwd, "cut.tar"), bytes.subarray(0, 700));
    const error = await rejectionOf(list(cwd, "cut.tar"));
    assert.instance(error, InputError);
    assert.match(error.message, /^Cannot read "cut.tar": .*; is the tar whole\?$/);
  });
});

test("a list is a list, also where its first line begins as an archive does", async () => {
  await inTemporaryFolder(async (cwd) => {
    await writeFile(join(cwd, "all.txt"), "PAR1/b.png\rBZh/c.png\n\n");
    assert.equal((await list(cwd, "all.txt")).paths, ["PAR1/b.png", "BZh/c.png"]);
  });
});

test("a list: every line, relative to the list's folder", async () => {
  await inTemporaryFolder(async (cwd) => {
    await mkdir(join(cwd, "lists"));
    await writeFile(join(cwd, "lists/all.txt"), "\ufeffb.png\r\n\r\nno name\n/abs/c.jpg\nb.png");
    const { paths, images } = await list(cwd, "lists/all.txt");
    assert.equal(paths, ["b.png", "no name", "/abs/c.jpg", "b.png"]);
    assert.equal(images.map(fileOf), [
      join(cwd, "lists/b.png"),
      join(cwd, "lists/no name"),
      "/abs/c.jpg",
      join(cwd, "lists/b.png"),
    ]);
  });
});

test("several, one after the other, counted through; an image is itself", async () => {
  await inTemporaryFolder(async (cwd) => {
    await mkdir(join(cwd, "p"));
    await writeFile(join(cwd, "p/1.png"), smallImage(1));
    await writeFile(join(cwd, "untitled"), smallImage(2));
    const { images } = await list(cwd, "untitled", "p", "p");
    assert.equal(
      images.map(({ index, path }) => [index, path]),
      [
        [0, "untitled"],
        [1, "p/1.png"],
        [2, "p/1.png"],
      ],
    );
  });
});

test("say what they are not", async () => {
  await inTemporaryFolder(async (cwd) => {
    for (const [start, message] of [
      [
        "PK\x03\x04\0\0",
        /^Cannot classify "x": it is a zip archive; unpack it \(unzip FILE -d FOLDER\)/,
      ],
      ["BZh91AY\0", /it is compressed by bzip2; unpack it/],
      ["\xfd7zXZ\0", /it is compressed by xz; unpack it/],
      ["\0\0\0", /it is no image, no tar \(plain, .gz or .zst\) and no list of paths; give/],
    ] as const) {
      await writeFile(join(cwd, "x"), Buffer.from(start, "latin1"));
      const error = await rejectionOf(list(cwd, "x"));
      assert.instance(error, UsageError);
      assert.match(error.message, message);
    }
    assert.match(
      (await rejectionOf(list(cwd, "gone"))).message,
      /^Cannot classify "gone": there is no such/,
    );
  });
});

if (platform() !== "win32") {
  test("a pipe holds nobody up: as an image it is answered, as a source refused", async () => {
    await inTemporaryFolder(async (cwd) => {
      execFileSync("mkfifo", [join(cwd, "pipe.jpg")]);
      const found = readImageFile(join(cwd, "pipe.jpg"));
      assert.match(
        "error" in found ? found.error.message : "",
        /it is a pipe or a device, not a file$/,
      );
      const error = await rejectionOf(list(cwd, "pipe.jpg"));
      assert.instance(error, UsageError);
      assert.match(error.message, /sources are read twice; write it to a file first$/);
    });
  });
}

test("an archive that changes between listing and reading is refused", async () => {
  await inTemporaryFolder(async (cwd) => {
    await mkdir(join(cwd, "p"));
    await writeFile(join(cwd, "p/1.png"), "");
    const archive = await open(cwd, "p");
    const survey = await archive.survey(() => {});
    await writeFile(join(cwd, "p/2.png"), "");
    const error = await rejectionOf(collect(archive.images(survey, 0)));
    assert.match(error.message, /the archive changed from 1 to 2 images/);
  });
});

test.run();

async function open(cwd: string, ...names: readonly string[]): Promise<Archive> {
  const bucket = new BucketReader();
  return new Archive(
    await Promise.all(names.map((name) => openSource(name, { cwd, bucket }))),
    WHOLE,
  );
}

async function list(cwd: string, ...names: readonly string[]) {
  const archive = await open(cwd, ...names);
  const survey = await archive.survey(() => {});
  const images = await collect(archive.images(survey, 0));
  return { survey, images, paths: images.map(({ path }) => path) };
}

function bytesOf({ content }: ImageInput): number[] {
  return "bytes" in content ? [...content.bytes] : [];
}

function fileOf({ content }: ImageInput): string {
  return "file" in content ? content.file : "";
}
