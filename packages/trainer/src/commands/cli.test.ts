import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  formatExcludeList,
  openDataset,
  packDataset,
  writeDemoDataset,
} from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer, type Ended } from "../../test/start-trainer.ts";

const cli = suite("main.ts");

/** Fails with one message of `lines` lines, without a trace, and leaves the folder as it was. */
async function fails(folder: string, args: string, lines: readonly RegExp[]): Promise<Ended> {
  const before = await contents(folder);
  const ended = await startTrainer(args.split(" "), folder).ended;
  const { code, stderr } = ended;
  assert.is(code, 1, `${args}: ${stderr}`);
  assert.equal(await contents(folder), before, args);
  assert.not.match(stderr, /^ +at /m);
  const message = stderr.trim().split("\n");
  assert.is(message.length, lines.length, stderr);
  for (const [index, line] of lines.entries()) assert.match(message[index]!, line);
  return ended;
}

/** Every path below `folder`, but for the cache, which a failed run may fill. */
async function contents(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  return paths.filter((path) => !path.startsWith("cache")).toSorted();
}

/** Ten classes of 10 + 1 images. */
async function writeSmallDataset(folder: string): Promise<void> {
  await writeDemoDataset(join(folder, "small"), { trainPerClass: 10, valPerClass: 1 });
}

cli("--help tells every flag, and ends well", async () => {
  await inTemporaryFolder(async (folder) => {
    const { code, stdout, stderr } = await startTrainer(["--help"], folder).ended;
    assert.is(code, 0);
    assert.is(stderr, "");
    for (const name of [
      "--dataset",
      "--recipe",
      "--epochs",
      "--batch",
      "--device",
      "--resume",
      "--balance",
      "--folds",
      "--dry-run",
      "robustness",
    ]) {
      assert.match(stdout, name);
    }
    assert.match((await startTrainer(["evaluate", "-h"], folder).ended).stdout, /--bundle/);
    assert.equal(await readdir(folder), []);
  });
});

cli("a wrong command line is answered with every fault at once", async () => {
  await inTemporaryFolder(async (folder) => {
    await fails(
      folder,
      "--epoch 3 --batch 0 --input-size 57 --precision fp16 --seed -1 --recipe moden --dry-run=1",
      [
        /^Unknown flag "--epoch"; did you mean "--epochs"\?$/,
        /^Flag "--batch" wants a whole number from 1 to 8192, and got "0"$/,
        /^Flag "--input-size" wants one of 56, 64, 96, 112, 128, 160, and got "57"$/,
        /^Flag "--precision" wants one of bf16, f16, f32, and got "fp16"$/,
        /^Flag "--seed" wants a whole number from 0 to 262143, and got "-1"$/,
        /^Flag "--recipe" wants one of classic, modern-5, .*, and got "moden"$/,
        /^Flag "--dry-run" takes no value, and got "1"$/,
      ],
    );
    await fails(folder, "trian --epochs 3", [/^Unknown argument "trian"; see --help$/]);
    await fails(folder, "--resume --batch 3 --input-size 96", [/leave out --batch, --input-size$/]);
    await fails(folder, "--checkpoint best", [/^Cannot use --checkpoint without --resume$/]);
  });
});

cli("what is not there is said to be missing", async () => {
  await inTemporaryFolder(async (folder) => {
    await fails(folder, "--dataset nowhere", [/^Cannot use the dataset ".*nowhere"/, /./]);
    await fails(folder, "--resume", [
      /^Cannot open the run ".*runs.latest": there is no such folder/,
    ]);
    await mkdir(join(folder, "empty"));
    await fails(folder, "--resume --out empty", [
      /^Cannot open the run ".*empty": it has no config/,
    ]);
    await fails(folder, "export --run empty", [/^Cannot open the run ".*empty": it has no config/]);
    await fails(folder, "--exclude list.txt", [/^Cannot read the exclude list ".*list\.txt"/]);
    await fails(folder, "--relabel list.csv", [
      /^Cannot read the relabel list ".*list\.csv": there is no such file; make one with `pnpm/,
    ]);
    await fails(folder, "--channel-stats empty", [/^Cannot read the channel statistics ".*EISDIR/]);
    await fails(folder, "evaluate --bundle empty", [/^Cannot use bundle: /]);
  });
});

cli("a device that is not there is refused before any work", async () => {
  await inTemporaryFolder(async (folder) => {
    await fails(folder, "--dataset nowhere --device tpu", [
      /^Flag "--device" wants cpu, gpu, or gpu:N with N from 0, and got "tpu"$/,
    ]);
    // Whatever this machine has, it has not as many.
    await fails(folder, "--dataset nowhere --device gpu:99", [/^Cannot compute on gpu:99: /]);
  });
});

cli("an --out with something in it is refused before any work", async () => {
  await inTemporaryFolder(async (folder) => {
    await mkdir(join(folder, "mine"));
    await writeFile(join(folder, "mine/notes.txt"), "");
    await fails(folder, "--dataset nowhere --out mine", [
      /^Cannot start a run in ".*mine": .*not empty/,
    ]);
    await fails(folder, "--out mine/notes.txt", [
      /^Cannot start a run in ".*": it is not a folder/,
    ]);
  });
});

cli("a dataset smaller than a batch is refused", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeSmallDataset(folder);
    await fails(folder, "--dataset small --batch 91", [
      /^Cannot train: "small" leaves 90 training images, fewer than one batch of 91; give/,
    ]);
    await fails(folder, "--dataset small --batch 200 --dry-run", [/^Cannot train: /]);
    // A fold has fewer: half of the hundred.
    await fails(folder, "--dataset small --batch 60 --folds 2", [
      /^Cannot train: "small" leaves a fold 50 training images, fewer than one batch of 60; give/,
    ]);
  });
});

cli("more folds than a class has images are refused", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeSmallDataset(folder);
    await fails(folder, "--dataset small --batch 8 --folds 11 --out run", [
      /^Cannot make 11 folds: every fold needs an image of each class, and ".*" has 10 different images, .* and 5 more; make 10 folds at most, or add images$/,
    ]);
  });
});

cli("what eda wrote about another dataset, or with another decoder, is refused", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeSmallDataset(folder);
    const packed = await packDataset(await openDataset(join(folder, "small")), {
      cacheDirectory: join(folder, "cache"),
    });
    const other = { ...packed, name: "other", fingerprint: "0".repeat(64) };
    const rgb = [0.5, 0.5, 0.5];
    const stored = { mean: rgb, stdOverAllPixels: rgb, meanOfImageStd: rgb };
    const stats = { schemaVersion: 1, dataset: { ...packed, decoder: "jpeg-turbo/3" }, stored };
    await writeFile(join(folder, "exclude.txt"), formatExcludeList(other, []));
    await writeFile(join(folder, "channel-stats.json"), JSON.stringify(stats));
    const small = "--dataset small --batch 91";
    await fails(folder, `${small} --exclude exclude.txt`, [
      /^Cannot use the exclude list ".*exclude\.txt" with "small": it was made from "other" with the fingerprint 000000000000…, and this one's is .*: files, labels or classes have changed; explore the dataset again with `pnpm --filter eda start --dataset DIR`$/,
    ]);
    await fails(folder, `${small} --channel-stats channel-stats.json`, [
      /^Cannot use the channel statistics ".*" with "small": it was made with the decoder "jpeg-turbo\/3", and this is "@inception-edge\/image\/.*", whose pixels differ; explore/,
    ]);
    await writeFile(join(folder, "channel-stats.json"), "{}");
    await fails(folder, `${small} --channel-stats channel-stats.json`, [
      /^Cannot use the channel statistics ".*": its schema version is undefined, wanted 1; make it with `pnpm/,
    ]);
    // Statistics of this very dataset are taken: the run fails later, by its batch.
    await writeFile(
      join(folder, "channel-stats.json"),
      JSON.stringify({ ...stats, dataset: packed }),
    );
    await fails(folder, `${small} --channel-stats channel-stats.json`, [/leaves 90 training/]);
    // A list of this very dataset, and one by hand, are taken: the run fails later, by one image less.
    const [path] = packed.paths as [string];
    await writeFile(
      join(folder, "exclude.txt"),
      formatExcludeList(packed, [{ path, reason: "a test" }]),
    );
    await fails(folder, `${small} --exclude exclude.txt`, [/leaves 89 training images/]);
    await writeFile(join(folder, "exclude.txt"), `${path}\n`);
    await fails(folder, `${small} --exclude exclude.txt`, [/leaves 89 training images/]);
    // So is a relabel list.
    await writeFile(join(folder, "relabel.csv"), `path,action\n${path},remove\n`);
    await fails(folder, `${small} --relabel relabel.csv`, [/leaves 89 training images/]);
    await writeFile(join(folder, "relabel.csv"), `path,action,suggested\n${path},replace,bird\n`);
    await fails(folder, `${small} --relabel relabel.csv`, [
      /^Cannot relabel "small": "bird" is not a class of it; correct the list, or make one/,
    ]);
  });
});

cli("what is wrong with a dataset is told at once, layout, labels and images", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeSmallDataset(folder);
    const root = join(folder, "small");
    const [first, second] = (await readdir(join(root, "train"))).toSorted() as [string, string];
    const [text, truncated] = [`${first}/images/${first}_3`, `${second}/images/${second}_4`].map(
      (name) => `train/${name}.JPEG`,
    ) as [string, string];
    const image = await readFile(join(root, truncated));
    await writeFile(join(root, text), "not an image at all\n");
    await writeFile(join(root, truncated), image.subarray(0, 600));
    const images = [new RegExp(`${text}" .*; `), new RegExp(`${truncated}" .*; `)];
    const small = "--dataset small --batch 91 --out run";
    await fails(folder, small, [/^Cannot use the dataset ".*small": 2 defects$/, ...images]);

    const words = await readFile(join(root, "words.txt"), "utf8");
    await writeFile(join(root, "words.txt"), words.replace(new RegExp(`(${first}\t).*`), "$1,"));
    await fails(folder, small, [
      /^Cannot use the dataset ".*small": 3 defects$/,
      new RegExp(`"words.txt" has no name for "${first}"`),
      ...images,
    ]);

    // Left out, they are no defects; a list that PowerShell wrote will do.
    await writeFile(join(root, "words.txt"), words);
    await writeFile(join(folder, "list.txt"), `\uFEFF${text}\r\n${truncated}\r\n`, "utf16le");
    await fails(folder, `${small} --exclude list.txt`, [/leaves 88 training images/]);
  });
});

cli("eda's own list is taken, whatever the files are called", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeSmallDataset(folder);
    const root = join(folder, "small");
    const [first] = (await readdir(join(root, "train"))).toSorted() as [string];
    const images = `train/${first}/images`;
    const odd = ["photo #3.JPEG", " a.JPEG ", "a\nb.JPEG"].map((name) => `${images}/${name}`);
    for (const path of odd) await cp(join(root, images, `${first}_0.JPEG`), join(root, path));
    const eda = fileURLToPath(new URL("../../../eda/src/main.ts", import.meta.url));
    const args = ["--conditions=@inception-edge/source", eda, "--dataset", "small", "--out", "."];
    const env = { ...process.env, INIT_CWD: folder };
    assert.is(spawnSync(process.execPath, args, { env }).status, 0);
    // 100 and the three copies, of which one stays: ten are held out.
    await fails(folder, "--dataset small --batch 91 --exclude exclude.txt --out run", [
      /leaves 90 training images/,
    ]);
  });
});

cli.run();
