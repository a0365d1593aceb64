import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { download, entries, image, zip, type DownloadOutcome } from "../test/try-download.ts";
import { writeZip } from "../test/write-zip.ts";
import { downloadTinyImageNet, type DownloadOptions } from "./download-tiny-imagenet.ts";

async function assertWhole({ root, error, left }: DownloadOutcome): Promise<void> {
  assert.is(error, undefined);
  assert.equal(left, ["tiny"]);
  assert.equal(
    new Uint8Array(await readFile(join(root, "train/n01443537/images/n01443537_0.JPEG"))),
    image,
  );
}

const downloads = suite("download-tiny-imagenet");

downloads(
  "downloadTinyImageNet() unpacks the archive into the folder and reports both stages",
  async () => {
    await download({}, async (outcome) => {
      await assertWhole(outcome);
      assert.equal(outcome.ranges, ["bytes=0-"]);
      const last = outcome.progress.findLast(({ stage }) => stage === "download")!;
      assert.equal([last.done, last.total, last.etaSeconds], [zip.length, zip.length, 0]);
      assert.ok(last.perSecond > 0);
      assert.is(outcome.progress.at(-1)?.stage, "extract");
      assert.is(outcome.progress.at(-1)?.done, entries.length);
    });
  },
);

downloads("downloadTinyImageNet() resumes where the connection broke, repeatedly", async () => {
  await download({ breaksOffAfter: [10_000, 20_000] }, async (outcome) => {
    await assertWhole(outcome);
    const starts = outcome.ranges.map((range) => Number(/\d+/.exec(range!)![0]));
    assert.is(starts.length, 3);
    assert.ok(starts[0] === 0 && starts[1]! > 0 && starts[2]! > starts[1]!, String(starts));
  });
});

downloads("downloadTinyImageNet() resumes where an earlier run stopped", async () => {
  await download({ part: zip.subarray(0, 12_345) }, async (outcome) => {
    await assertWhole(outcome);
    assert.equal(outcome.ranges, ["bytes=12345-"]);
  });
});

downloads(
  "downloadTinyImageNet() makes no request if the earlier run had the whole file",
  async () => {
    await download({ part: zip }, async (outcome) => {
      await assertWhole(outcome);
      assert.equal(outcome.ranges, []);
    });
  },
);

downloads("downloadTinyImageNet() starts over with a server without ranges", async () => {
  const half = zip.subarray(0, 30_000);
  await download({ part: half, knowsRanges: false }, async (outcome) => {
    await assertWhole(outcome);
    assert.equal(outcome.ranges, ["bytes=30000-"]);
  });
});

downloads("downloadTinyImageNet() gives up eventually and keeps what has arrived", async () => {
  const breaksOffAfter = [10_000, 0, 0, 0, 0, 0];
  await download({ breaksOffAfter }, ({ root, error, left }) => {
    assert.match(error!.message, new RegExp(`stopped at byte \\d+ of ${zip.length} \\(.+\\)`));
    assert.match(
      error!.message,
      "check the connection and start again: the download resumes from there",
    );
    assert.equal(left, ["tiny.zip.part"]);
    assert.not(existsSync(root));
  });
});

downloads("downloadTinyImageNet() rejects a file of another size and keeps nothing", async () => {
  const options = { bytes: zip.length + 1 };
  await download({ options }, ({ error, left }) => {
    assert.match(error!.message, `it has ${zip.length} bytes, wanted ${zip.length + 1}`);
    assert.equal(left, []);
  });
});

downloads("downloadTinyImageNet() fails at once if the address has no such file", async () => {
  await download({ status: 404 }, ({ error, ranges, left }) => {
    assert.match(error!.message, /the server answered 404 Not Found; check the address$/);
    assert.is(ranges.length, 1);
    assert.equal(left, []);
  });
});

downloads("downloadTinyImageNet() tries again after a server error", async () => {
  await download({ status: 503 }, ({ error, ranges }) => {
    assert.match(error!.message, "stopped at byte 0");
    assert.match(error!.message, "503");
    assert.is(ranges.length, 5);
  });
});

for (const name of ["../evil.txt", "/evil.txt", "tiny-imagenet-200/../../evil.txt", "a\\b.txt"]) {
  downloads(`downloadTinyImageNet() refuses an archive with the path ${name}`, async () => {
    const file = writeZip([...entries, { name, content: Buffer.from("evil") }]);
    await download({ file, options: { bytes: file.length } }, ({ error, left }) => {
      assert.match(
        error!.message,
        /^Cannot extract ".+": .*(relative path|absolute path|characters)/,
      );
      assert.match(error!.message, name);
      assert.equal(left, []);
    });
  });
}

downloads("downloadTinyImageNet() rejects a damaged entry and deletes the archive", async () => {
  const file = writeZip([{ ...entries[1]!, crc32: 1 }]);
  await download({ file, options: { bytes: file.length } }, ({ error, left }) => {
    assert.match(error!.message, '"tiny-imagenet-200/wnids.txt" is damaged (CRC-32)');
    assert.equal(left, []);
  });
});

downloads(
  "downloadTinyImageNet() rejects a file that is not a zip, or of another dataset",
  async () => {
    const text = Buffer.from("<html>Service moved</html>");
    await download({ file: text, options: { bytes: text.length } }, ({ error, left }) => {
      assert.match(error!.message, /^Cannot extract ".+": /);
      assert.equal(left, []);
    });
    const other = writeZip([{ name: "mnist/wnids.txt", content: Buffer.from("7\n") }]);
    await download({ file: other, options: { bytes: other.length } }, ({ error, left }) => {
      assert.match(error!.message, 'it has no folder "tiny-imagenet-200"');
      assert.equal(left, []);
    });
  },
);

downloads("downloadTinyImageNet() stops at its signal and keeps what has arrived", async () => {
  // The command lines abort with the name of the signal they got.
  for (const reason of [new Error("Stopped by hand"), "SIGINT"]) {
    const controller = new AbortController();
    const options: DownloadOptions = {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    };
    await download({ options }, ({ error, left }) => {
      assert.is(error, reason);
      assert.equal(left, ["tiny.zip.part"]);
    });
  }
});

downloads("downloadTinyImageNet() does not change an existing folder", async () => {
  await inTemporaryFolder(async (folder) => {
    await mkdir(join(folder, "tiny"));
    await downloadTinyImageNet(join(folder, "tiny"), { url: "http://127.0.0.1:1/" });
    assert.equal(await readdir(join(folder, "tiny")), []);
  });
});

downloads.run();
