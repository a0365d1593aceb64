import { suite } from "uvu";
import * as assert from "uvu/assert";
import { probeTensorFlow } from "../device/probe-tensorflow.ts";
import { compilerArguments, findCompiler } from "./build-addon.ts";
import { ensureTensorFlow } from "./ensure-tensorflow.ts";
import { readAddonRecord } from "./linked-addon.ts";
import { userLibrary } from "./tensorflow-library.ts";
import { tfjsPackage } from "./tfjs-package.ts";

const ensure = suite("ensure TensorFlow");

ensure("ensureTensorFlow() links an addon that states its library's version", async () => {
  const addon = await ensureTensorFlow();
  assert.match(addon.version, /^2\.\d+\.\d+$/);
  assert.equal(readAddonRecord(tfjsPackage().addonPath), addon);
});

ensure("ensureTensorFlow() says nothing when all is there", async () => {
  const lines: string[] = [];
  await ensureTensorFlow((line) => lines.push(line));
  assert.equal(lines, []);
});

ensure("probeTensorFlow() computes, ranks and trains", async () => {
  assert.type((await probeTensorFlow()).usesGpu, "boolean");
});

ensure(
  "userLibrary() accepts the installed library's folder, always under the same key",
  async () => {
    const { directory } = await ensureTensorFlow();
    const library = await userLibrary(directory);
    assert.is(library.key, (await userLibrary(directory)).key);
    const build = { layout: library.layout, sources: "sources", output: "addon.node" };
    for (const file of library.layout.files) assert.ok(compilerArguments(build).includes(file));
    assert.ok(compilerArguments(build, "darwin").includes("dynamic_lookup"));
  },
);

ensure("findCompiler() takes CXX with its arguments, and says when it does not run", async () => {
  assert.equal(await findCompiler({ CXX: "c++ -pipe" }), ["c++", "-pipe"]);
  const refusal = await findCompiler({ CXX: "no-such-c++" }).catch(String);
  assert.match(refusal as string, 'CXX="no-such-c++" does not run');
});

ensure("userLibrary() refuses a folder without a library", async () => {
  const refusal = await userLibrary(import.meta.dirname).catch(({ message }: Error) => message);
  assert.match(
    refusal as string,
    /^Cannot use LIBTENSORFLOW_DIR=".*it holds no TensorFlow C library/,
  );
});

ensure.run();
