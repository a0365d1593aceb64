import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "@inception-edge/host";
import { locateDataset, type DatasetPlace } from "./locate-dataset.ts";

interface Context {
  readonly cwd: string;
  readonly locate: (asked?: string) => Promise<DatasetPlace>;
}

const test = suite<Context>("locateDataset()");
const { INCEPTION_EDGE_CACHE } = process.env;

test.before.each((context) => {
  const cwd = mkdtempSync(join(tmpdir(), "locate-dataset-"));
  // What is there is not drawn again.
  process.env["INCEPTION_EDGE_CACHE"] = join(cwd, "cache");
  mkdirSync(join(cwd, "cache/demo-1"), { recursive: true });
  const terminal = { line: () => {}, progress: () => {}, columns: () => 80 };
  const { signal } = new AbortController();
  Object.assign(context, {
    cwd,
    locate: (asked?: string) => locateDataset(asked, { cwd, terminal, signal }),
  });
});
test.after.each(({ cwd }) => {
  if (INCEPTION_EDGE_CACHE === undefined) delete process.env["INCEPTION_EDGE_CACHE"];
  else process.env["INCEPTION_EDGE_CACHE"] = INCEPTION_EDGE_CACHE;
  rmSync(cwd, { recursive: true });
});

test("the demo is chosen by its name, with an @, and by default", async ({ cwd, locate }) => {
  const demo = { root: join(cwd, "cache/demo-1"), name: "demo", isDemo: true };
  assert.equal([await locate("demo"), await locate("@demo"), await locate()], [demo, demo, demo]);
  const tiny = join(cwd, "data/tiny-imagenet-200");
  mkdirSync(tiny, { recursive: true });
  assert.equal(await locate(), { root: tiny, name: "tiny-imagenet-200", isDemo: false });
});

test("rejects the name of a built-in dataset if there is a folder of that name", async ({
  cwd,
  locate,
}) => {
  mkdirSync(join(cwd, "demo"));
  const error = await locate("demo").then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, UsageError);
  assert.is(
    (error as UsageError).message,
    `Cannot choose the dataset "demo": it is a folder here and a built-in dataset; give "./demo" for the folder "${join(cwd, "demo")}", or "@demo" for the drawn demo`,
  );
  assert.equal(await locate("./demo"), {
    root: join(cwd, "demo"),
    name: "demo",
    isDemo: false,
  });
  assert.is((await locate("@demo")).root, join(cwd, "cache/demo-1"));
  assert.is((await locate()).root, join(cwd, "cache/demo-1"));
});

test("any other name is a folder's", async ({ cwd, locate }) => {
  assert.equal(await locate("@home"), { root: join(cwd, "@home"), name: "@home", isDemo: false });
});

test.run();
