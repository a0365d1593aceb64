/** The command as users run it: its files, its exit codes, and a page that makes no request. */
import { spawn, spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseChannelStats, parseExcludeList, writeDemoDataset } from "@inception-edge/dataset";
import { loadDecoder } from "@inception-edge/image";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import type { Report } from "./report.ts";

const test = suite("eda");

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

function eda(cwd: string, ...args: string[]): Outcome {
  return edaWith({}, cwd, ...args);
}

/** @param variables of the environment, beside the usual ones. */
function edaWith(variables: NodeJS.ProcessEnv, cwd: string, ...args: string[]): Outcome {
  const command = ["--conditions=@inception-edge/source", main, ...args];
  const env = { ...process.env, INIT_CWD: cwd, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env,
  });
  return { status, output: stdout + stderr };
}

test("eda ends with 0 on a clean dataset, 1 on a broken rule, 2 on a wrong command line or folder", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 8, valPerClass: 2 });
    const clean = eda(folder, "--dataset", "demo-copy", "--fail-on", "any");
    assert.is(clean.status, 2, clean.output);
    assert.match(clean.output, /Cannot use the dataset ".*demo-copy": 1 defect/);

    const fine = eda(folder, "--dataset", root, "--fail-on", "any,imbalance>1");
    assert.is(fine.status, 0, fine.output);
    assert.match(fine.output, /No problems found/);
    assert.match(fine.output, /No rule is broken/);
    assert.equal((await readdir(join(folder, "reports/demo"))).toSorted(), [
      "channel-stats.json",
      "class-distribution.csv",
      "exclude.txt",
      "flagged.csv",
      "report.html",
      "report.json",
      "sample-grid.png",
    ]);

    await writeFile(join(root, "val/images/val_0.JPEG"), "no image");
    const broken = eda(folder, "--dataset", root, "--fail-on", "corrupt,leakage");
    assert.is(broken.status, 1, broken.output);
    assert.match(broken.output, /Rule "corrupt" is broken: 1 \(files that cannot be used/);
    assert.not.match(broken.output, /"leakage" is broken/);
    assert.is(
      eda(folder, "--dataset", root).status,
      0,
      "without --fail-on a defect does not change the exit code",
    );

    for (const args of [["--fail-on", "nonsense"], ["--data", root], [root], ["--seed", "x"]]) {
      assert.is(eda(folder, ...args).status, 2, args.join(" "));
    }
    assert.match(eda(folder, "--help").output, /Exit codes: 0 success, 1 a rule is broken/);
  });
});

test("eda rejects a folder for its report before it measures any image", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 4, valPerClass: 2 });
    const file = join(folder, "notes.txt");
    await writeFile(file, "");
    for (const out of [file, join(file, "report")]) {
      const { status, output } = eda(folder, "--dataset", root, "--out", out);
      assert.is(status, 2, output);
      assert.is(
        output.trim(),
        `Cannot write the report to "${out}": "${file}" is not a folder; choose another --out`,
      );
    }
    assert.equal((await readdir(folder)).toSorted(), ["demo", "notes.txt"]);
  });
});

test("eda writes its report even if its output is closed, as by `| head -1`", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 4, valPerClass: 2 });
    const child = spawn(
      process.execPath,
      ["--conditions=@inception-edge/source", main, "--dataset", root, "--out", "report"],
      { env: { ...process.env, INIT_CWD: folder }, stdio: ["ignore", "pipe", "pipe"] },
    );
    child.stdout.once("data", () => child.stdout.destroy());
    const said = text(child.stderr);
    const [code] = (await once(child, "close")) as [number | null];
    assert.equal([code, await said], [0, ""]);
    assert.is((await readdir(join(folder, "report"))).length, 7);
  });
});

test("eda names the environment variable if it cannot write to its cache", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, "file"), "");
    const variables = { INCEPTION_EDGE_CACHE: join(folder, "file") };
    const { status, output } = edaWith(variables, folder, "--dataset", "@demo");
    assert.is(status, 3, output);
    assert.match(
      output,
      /^Cannot write to the cache ".*file" \(\w+\); set INCEPTION_EDGE_CACHE to a folder that you can write to$/m,
    );
    assert.not.match(output, /^ +at /m);
  });
});

test("eda writes a page that allows no request, runs its script and escapes file names and labels", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 4, valPerClass: 2 });
    const words = (await readFile(join(root, "words.txt"), "utf8")).replace(
      "orange",
      '<img src=x onerror="alert(1)">',
    );
    await writeFile(join(root, "words.txt"), words);
    await cp(
      join(root, "train/n07747607/images/n07747607_0.JPEG"),
      join(root, "val/images/val_16.JPEG"),
    );
    assert.is(eda(folder, "--dataset", root, "--out", "out").status, 0);

    const page = await readFile(join(folder, "out/report.html"), "utf8");
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)![1]!;
    const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page)![1]!;
    assert.match(policy, /^default-src 'none'; img-src data:;/);
    assert.ok(policy.includes(`script-src 'sha256-${hash("sha256", script, "base64")}'`));
    assert.not.match(page, /<img src=x/);
    const addresses = [...page.matchAll(/\s(?:src|href|action)="([^"]{0,12})/g)].map(
      ([, start]) => start!,
    );
    assert.ok(addresses.length > 20);
    assert.equal(
      addresses.filter((start) => !start.startsWith("data:image/") && !start.startsWith("#")),
      [],
    );
    assert.match(page, /<h3>1 image of val is also in train<\/h3>/);
  });
});

test("eda says what the trainer would do, on the terminal and on the page", async () => {
  await inTemporaryFolder(async (folder) => {
    const demo = join(folder, "demo");
    await writeDemoDataset(demo, { trainPerClass: 30, valPerClass: 1 });
    const photos = join(folder, "my photos");
    await cp(join(demo, "train/n07747607/images"), join(photos, "orange"), { recursive: true });
    await cp(join(demo, "train/n07753592/images"), join(photos, "banana"), { recursive: true });
    for (let number = 3; number < 22; number += 1)
      await rm(join(photos, `banana/n07753592_${number}.JPEG`));
    await cp(join(photos, "orange/n07747607_0.JPEG"), join(photos, "orange/copy.JPEG"));
    await writeFile(join(photos, "orange/page.jpg"), "<!doctype html>");
    await writeFile(join(photos, "orange/.DS_Store"), "");
    const { status, output } = eda(folder, "--dataset", "my photos", "--fail-on", "leakage,small");
    assert.is(status, 0, output);
    const command =
      "pnpm --filter trainer start --dataset 'my photos' --exclude 'reports/my photos/exclude.txt' --balance";
    assert.ok(output.includes(`Train with  ${command}`), output);
    assert.match(output, /^Left out: 1 file that cannot be used \(--strict refuses instead\)$/m);
    assert.match(
      output,
      /^ {2}"orange\/page\.jpg" is not a JPEG, PNG, GIF, WebP, AVIF or HEIC image/m,
    );
    assert.match(output, /1 hidden or system file passed over/);

    const page = await readFile(join(folder, "reports/my photos/report.html"), "utf8");
    const words = page
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/\s+/g, " ")
      .replaceAll("&#39;", "'");
    assert.ok(words.includes(command));
    assert.match(words, /1 file that cannot be used: 1 in an unsupported format\./);
    assert.match(words, /passed over: 1 \.DS_Store/);
    assert.match(
      words,
      /There is no validation split: 15 % of each class, about 6 of the 42 images, are set apart/,
    );
    assert.match(words, /Images that are alike stay on one side/);
    assert.match(words, /squeezed to 64×64, then brought to 56×56/);

    await rm(join(photos, "banana"), { recursive: true });
    const refused = eda(folder, "--dataset", "my photos");
    assert.match(refused.output, /✗ There is too little to train on\n +The dataset has 1 class\./);
    assert.match(refused.output, /The trainer would refuse to start, because of 1 defect/);
  });
});

test("eda writes the tables and the sample grid", async () => {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, "demo");
    await writeDemoDataset(root, { trainPerClass: 4, valPerClass: 2 });
    await cp(
      join(root, "train/n07747607/images/n07747607_0.JPEG"),
      join(root, "train/n07753592/images/zz.JPEG"),
    );
    assert.is(eda(folder, "--dataset", root, "--out", ".").status, 0);
    const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

    const report = JSON.parse(await read("report.json")) as Report;
    const stats = parseChannelStats(await read("channel-stats.json"));
    const list = parseExcludeList(await read("exclude.txt"));
    assert.equal(stats.dataset, report.dataset);
    assert.equal(list.origin, report.dataset);
    assert.equal(stats.stored, report.channels.train!.stored);
    assert.equal(list.paths, [
      "train/n07747607/images/n07747607_0.JPEG",
      "train/n07753592/images/zz.JPEG",
    ]);

    const rows = (await read("class-distribution.csv")).trimEnd().split("\r\n");
    assert.is(rows.length, 11);
    assert.match(rows[0]!, /^wnid,label,train,val,one_channel,grey_stored_as_colour,mean_red,/);
    assert.match(rows[10]!, /^n07753592,banana,5,2,0,0,0\.\d{6},/);

    const flagged = (await read("flagged.csv")).trimEnd().split("\r\n");
    assert.is(
      flagged[0],
      "path,split,id,label,findings,reason,width,height,brightness,contrast,focus",
    );
    assert.is(flagged.length, 3);
    assert.match(
      flagged[1]!,
      /^train\/n07747607\/images\/n07747607_0\.JPEG,train,n07747607,orange,conflict,"the pixels of .*zz\.JPEG, another label \(banana\)",64,64,\d+\.\d,\d+\.\d,\d\.\d{3}$/,
    );

    const png = (await loadDecoder()).decode(await readFile(join(folder, "sample-grid.png")));
    assert.is(png.header.format, "png");
    assert.ok(png.width > 5 * 4 * 64 && png.height > 2 * 64);
    assert.ok(new Set(png.rgb).size > 200, "not blank");

    const other = await readFile(join(folder, "sample-grid.png"));
    assert.is(eda(folder, "--dataset", root, "--out", ".", "--seed", "2").status, 0);
    assert.not(other.equals(await readFile(join(folder, "sample-grid.png"))), "other samples");
  });
});

test.run();
