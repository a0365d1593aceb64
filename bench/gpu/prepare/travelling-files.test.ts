import { resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dependencyFiles, sourceFiles } from "./travelling-files.ts";

const test = suite("travelling files");
const ROOT = resolve(import.meta.dirname, "../../..");

test("sourceFiles() are what runs: no tests, no other packages", async () => {
  const files = await sourceFiles(ROOT);
  for (const wanted of [
    "packages/trainer/src/main.ts",
    "bench/gpu-step.bench.ts",
    "package.json",
  ]) {
    assert.ok(files.includes(wanted), wanted);
  }
  const unwanted = files.filter((path) => /\.test\.ts$|README|packages\/(serve|eda)\//.test(path));
  assert.equal(unwanted, []);
});

test("dependencyFiles() are the trainer's, with pnpm's links and without what browsers want", async () => {
  const files = await dependencyFiles(ROOT);
  const ending = (end: string): readonly string[] => files.filter((path) => path.endsWith(end));
  assert.is(ending("@tensorflow/tfjs-core/dist/tf-core.node.js").length, 1);
  assert.is(ending("@tensorflow/tfjs-core/dist/tf-core.es2017.js").length, 0);
  assert.ok(files.includes("packages/tensorflow/node_modules/@tensorflow/tfjs-node-gpu"));
  assert.ok(files.includes("node_modules/.pnpm/node_modules/long"), "tfjs does not declare it");
  assert.equal(ending(".map"), []);
  assert.equal(
    files.filter((path) => path.includes("/hono/")),
    [],
    "serving does not travel",
  );
});

test.run();
