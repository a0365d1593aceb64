import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkTypes, createExamplesProject, type ExampleFile } from "./examples-project.ts";
import { brokenPromises, promisedLines } from "./examples.ts";
import { mustRun } from "./pack.ts";
import { ROOT } from "./published-packages.ts";

/** Packages that promise to run on Deno too. */
const ON_DENO = new Set(["bundle", "image", "inference", "model", "tflite"]);

const DENO = join(ROOT, "node_modules/.bin/deno");
const ADDON =
  "packages/tensorflow/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node";

const examples = suite("examples");
const project = mkdtempSync(join(realpathSync(tmpdir()), "inception-edge-examples-"));
process.on("exit", () => rmSync(project, { recursive: true, force: true }));
const { examples: files } = await createExamplesProject(project);

examples("type-check against what is installed", () => checkTypes(project));

for (const example of files) {
  const { packageFolder, source, file } = example;
  const needsAddon = example.code.includes("ensureTensorFlow");
  const run = needsAddon && !existsSync(join(ROOT, ADDON)) ? examples.skip : examples;
  if (run !== examples) console.log(`SKIP ${source}: TensorFlow is not set up; run npm test`);
  run(`${source} runs on Node (${file})`, () => runs(example, process.execPath, []));
  if (ON_DENO.has(packageFolder) && source.endsWith("README.md")) {
    examples(`${source} runs on Deno (${file})`, () =>
      runs(example, DENO, ["run", "--no-prompt", "--allow-read", "--allow-write"]),
    );
  }
}

examples("promisedLines() are the comments behind what is printed", () => {
  const code = 'console.log(1); // 1\nfoo(); // no\n  console.log(f("x")); // Node …\n';
  assert.equal(promisedLines(code), ["1", "Node …"]);
  assert.equal(brokenPromises(code, "1\nNode\tOperation\n"), []);
  assert.equal(brokenPromises(code, "11\n Node\n"), ["1", "Node …"]);
});

async function runs({ file, code }: ExampleFile, program: string, args: string[]): Promise<void> {
  const environment = { INCEPTION_EDGE_CACHE: join(project, "cache"), DENO_NO_UPDATE_CHECK: "1" };
  const printed = await mustRun(program, [...args, file], { cwd: project, environment });
  assert.equal(brokenPromises(code, printed), [], printed);
}

examples.run();
