import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkTypes, createExamplesProject, type ProjectExample } from "./examples-project.ts";
import { brokenPromises, promisedLines } from "./examples.ts";
import { mustRun } from "./must-run.ts";
import { ROOT } from "./published-packages.ts";

/** Packages that promise to run on Deno too. */
const ON_DENO = new Set(["bundle", "image", "inference", "model", "onnx", "tflite"]);
/** A service that never ends, and needs a model's folder: checked by the compiler alone. */
const NOT_RUN = "serve";

const NODE = [process.execPath];
const DENO_BINARY = join(ROOT, "node_modules/.bin/deno");
const DENO = [DENO_BINARY, "run", "--no-prompt", "--allow-read", "--allow-write"];
const ADDON =
  "packages/tensorflow/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node";
const hasTensorFlow = existsSync(join(ROOT, ADDON));

const examples = suite("examples");
const project = mkdtempSync(join(realpathSync(tmpdir()), "inception-edge-examples-"));
process.on("exit", () => rmSync(project, { recursive: true, force: true }));

for (const example of await createExamplesProject(project)) {
  const { folder, source, file, code } = example;
  if (folder === NOT_RUN) continue;
  const skips = code.includes("ensureTensorFlow") && !hasTensorFlow;
  if (skips) console.log(`SKIP ${source}: TensorFlow is not set up; node scripts/setup.js does it`);
  const test = skips ? examples.skip : examples;
  test(`${source} runs on Node (${file})`, () => runs(example, NODE));
  if (ON_DENO.has(folder) && source.endsWith("README.md")) {
    test(`${source} runs on Deno (${file})`, () => runs(example, DENO));
  }
}

examples("type-check against what is installed", () => checkTypes(project));

examples("promisedLines() are the comments behind what is printed", () => {
  const code = 'console.log(1); // 1\nfoo(); // no\n  console.log(f("x")); // Node …\n';
  assert.equal(promisedLines(code), ["1", "Node …"]);
  assert.equal(brokenPromises(code, "1\nNode\tOperation\n"), []);
  assert.equal(brokenPromises(code, "11\n Node\n"), ["1", "Node …"]);
});

async function runs({ file, code }: ProjectExample, runtime: readonly string[]): Promise<void> {
  const [program = "", ...args] = runtime;
  const environment = { INCEPTION_EDGE_CACHE: join(project, "cache"), DENO_NO_UPDATE_CHECK: "1" };
  const printed = await mustRun(program, [...args, file], { cwd: project, environment });
  assert.equal(brokenPromises(code, printed), [], printed);
}

examples.run();
