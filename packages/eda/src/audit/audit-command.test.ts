/** `eda audit` as users run it, and what the list that it writes does when it is given back. */
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  prepareDataset,
  readRelabelList,
  surveyDataset,
  writeDemoDataset,
  writePredictions,
  type Predictions,
} from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import type { Report } from "../report.ts";
import type { Audit } from "./audit.ts";

const test = suite("eda audit");

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

function eda(cwd: string, ...args: string[]): { status: number | null; output: string } {
  const command = ["--conditions=@inception-edge/source", main, ...args];
  const env = { ...process.env, INIT_CWD: cwd };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env,
  });
  return { status, output: stdout + stderr };
}

/** An orange among the bananas. */
const ORANGES = "n07747607";
const BANANAS = "n07753592";
const ODD = `train/${BANANAS}/images/${ORANGES}_3.JPEG`;

/** A dataset with one wrong label, and a run whose model knows what its images show, or is always wrong. */
async function writeRun(folder: string, knows = true): Promise<{ root: string; run: string }> {
  const [root, run] = [join(folder, "fruit"), join(folder, "run")];
  await writeDemoDataset(root, { trainPerClass: 8, valPerClass: 2 });
  await rename(join(root, `train/${ORANGES}/images/${ORANGES}_3.JPEG`), join(root, ODD));
  const { dataset } = await surveyDataset(root);
  const { classes, train } = dataset;
  const probabilities = new Float32Array(train.length * classes.length).fill(0.01);
  for (const [image, { path }] of train.entries()) {
    const truth = classes.findIndex(({ id }) => basename(path).startsWith(id));
    const answer = knows ? truth : (truth + 1) % classes.length;
    probabilities[image * classes.length + answer] = 0.91;
  }
  const predictions: Predictions = {
    how: "5-fold",
    dataset: { name: "fruit", root, fingerprint: "f".repeat(64) },
    classes,
    images: train.map(({ path, classIndex }, at) => ({ path, label: classIndex, fold: at % 5 })),
    probabilities,
  };
  await mkdir(run);
  await writePredictions(join(run, "predictions"), predictions);
  return { root, run };
}

test("finds a wrong label, shows its image, and writes a list that puts it right", async () => {
  await inTemporaryFolder(async (folder) => {
    const { root, run } = await writeRun(folder);
    const { status, output } = eda(folder, "audit", "--run", "run");
    assert.is(status, 0, output);
    assert.match(output, /^The model doubts 1 label of 80; by its estimate, 1\.3 % of the labels/m);
    assert.match(output, `  ${ODD}: banana, rather orange\n`);
    assert.match(output, /Written to run\/audit: audit\.html, audit\.json, relabel\.csv/);
    assert.not.match(output, /cannot be read|train longer/);

    const out = join(run, "audit");
    const audit = JSON.parse(await readFile(join(out, "audit.json"), "utf8")) as Audit;
    assert.equal(
      audit.doubts.map(({ path }) => path),
      [ODD],
    );
    const page = await readFile(join(out, "audit.html"), "utf8");
    assert.match(page, /default-src 'none'; img-src data:/);
    assert.is([...page.matchAll(/src="data:image\/jpeg;base64,/g)].length, 1);
    assert.match(page, /<b>banana<\/b>[^]*<b>orange<\/b>/);

    const list = join(out, "relabel.csv");
    const rows = (await readFile(list, "utf8")).trimEnd().split("\r\n");
    assert.is(rows.length, 2);
    assert.match(rows[1]!, new RegExp(`^${ODD},banana,orange,0\\.\\d{4},keep,"?orange \\d+ %`));
    assert.equal(await readRelabelList(list), [], "unedited, it changes nothing");

    await writeFile(list, rows.join("\n").replace(",keep,", ",replace,"));
    const cacheDirectory = join(folder, "cache");
    const relabel = await readRelabelList(list);
    const packed = await prepareDataset(root, { relabel, cacheDirectory, workers: 1 });
    assert.is(packed.classes[packed.labels[packed.paths.indexOf(ODD)]!]!.id, ORANGES);

    const report = eda(folder, "--dataset", root, "--relabel", list, "--out", "report");
    assert.is(report.status, 0, report.output);
    const { balance, dataset } = JSON.parse(
      await readFile(join(folder, "report/report.json"), "utf8"),
    ) as Report;
    assert.is(balance.train.imbalanceRatio, 1, "eight of each class again");
    assert.is(dataset.fingerprint, packed.fingerprint, "as the trainer has it");
  });
});

test("says so if the model is too often wrong to judge", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run } = await writeRun(folder, false);
    const { output } = eda(folder, "audit", "--run", run);
    const weak = /The model agrees with only [\d.]+ % of the labels, .*; train longer/;
    assert.match(output, weak);
    assert.match(await readFile(join(run, "audit/audit.html"), "utf8"), weak);
  });
});

test("keeps what an earlier list did", async () => {
  await inTemporaryFolder(async (folder) => {
    const { run } = await writeRun(folder);
    const relabel = [{ path: ODD, label: "banana", to: "lemon" }, { path: "train/x.JPEG" }];
    await writeFile(join(run, "config.json"), JSON.stringify({ split: { relabel } }));
    assert.is(eda(folder, "audit", "--run", run).status, 0);
    assert.equal(await readRelabelList(join(run, "audit/relabel.csv")), relabel);
  });
});

test("makes a page without images where the dataset is gone, and finds it at --dataset", async () => {
  await inTemporaryFolder(async (folder) => {
    const { root, run } = await writeRun(folder);
    await rename(root, join(folder, "moved"));
    const gone = eda(folder, "audit", "--run", run);
    assert.is(gone.status, 0, gone.output);
    assert.match(
      gone.output,
      `Note: 1 image cannot be read in "${root}" and cannot be shown; give the dataset's place with --dataset.`,
    );
    const page = await readFile(join(run, "audit/audit.html"), "utf8");
    assert.match(page, /1 image cannot be read in/);
    assert.not.match(page, /<img/);
    const found = eda(folder, "audit", "--run", run, "--dataset", "moved", "--out", "out");
    assert.not.match(found.output, /cannot be read/);
    assert.equal((await readdir(join(folder, "out"))).toSorted(), [
      "audit.html",
      "audit.json",
      "relabel.csv",
    ]);
  });
});

test("says what is missing, and how to get it", async () => {
  await inTemporaryFolder(async (folder) => {
    const { root, run } = await writeRun(folder);
    await mkdir(join(folder, "plain"));
    await writeFile(join(folder, "plain/config.json"), "{}");
    await writeFile(join(folder, "list.csv"), "path,action\nno.jpg,remove\n");
    const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
      [["audit"], 2, /Cannot audit ".*runs\/latest": it is not the folder of a run; give one with/],
      [["audit", "--run", "plain"], 2, /no predictions .*; train with --folds 5, or fine-tune/],
      [["audit", "--runs", run], 2, /Unknown flag "--runs"; see --help|did you mean "--run"/],
      [["--dataset", root, "--relabel", "none.csv"], 2, /relabel list ".*none\.csv": there is no/],
      [["--dataset", root, "--relabel", "list.csv"], 2, /"no\.jpg" is not in the dataset/],
    ];
    for (const [args, code, reason] of wrong) {
      const { status, output } = eda(folder, ...args);
      assert.is(status, code, output);
      assert.match(output, reason);
      assert.not.match(output, /^ +at /m);
    }
    await writeFile(join(run, "predictions/index.json"), "{");
    const damaged = eda(folder, "audit", "--run", run);
    assert.is(damaged.status, 3, damaged.output);
    assert.match(damaged.output, /Cannot read the predictions ".*": it is not JSON; train again/);
    assert.match(eda(folder, "audit", "--help").output, /--run RUN/);
    assert.match(eda(folder, "--help").output, /^ {2}audit {3}find labels/m);
  });
});

test.run();
