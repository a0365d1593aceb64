/**
 * What `npm start` shows: Inception v1 trained on the demo dataset, then one of its validation pictures
 * classified by the bundle that came out.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO_ID, openDataset } from "../packages/dataset/src/mod.ts";
import { cacheDirectory, outliveReaders } from "../packages/host/src/mod.ts";

function run(program: "trainer" | "classify", ...args: string[]): void {
  const main = fileURLToPath(new URL(`../packages/${program}/src/main.ts`, import.meta.url));
  const { status } = spawnSync(
    process.execPath,
    ["--conditions=@inception-edge/source", main, ...args],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exit(status ?? 1);
}

/** With these, the trainer makes no bundle to classify with. */
const WITHOUT_BUNDLE: readonly string[] = ["--help", "-h", "--dry-run"];

outliveReaders();
const given = process.argv.slice(2);
run("trainer", "--dataset", "@demo", ...given);
if (!given.some((word) => WITHOUT_BUNDLE.includes(word))) await classifyOne();

async function classifyOne(): Promise<void> {
  const demo = await openDataset(join(cacheDirectory(), DEMO_ID), { name: "demo" });
  const picture = demo.val[0]!;
  console.log(
    `\nA picture of ${demo.classes[picture.classIndex]!.label}, which training has not seen:`,
  );
  run("classify", join(demo.root, picture.path));
  console.log(
    "\nThis model knows ten drawings. Yours: pnpm --filter trainer start --dataset DIR. To see this one in a browser all the same: MODEL_DIR=runs/latest/bundle npm run serve",
  );
}
