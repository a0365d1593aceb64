import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { float32File } from "../test/narrow-files.ts";
import { compileEngine } from "./compile-engine.ts";
import { engineBuilds, engineFile, engineModule } from "./engine-files.ts";
import { openModel } from "./open-model.ts";
import type { EngineScript } from "./wasm/instantiate.ts";
import type { CompiledWasm, EngineFiles } from "./wasm/wasm-engines.ts";

const files = suite("engine files");

files("litert runs from modules where no text may be evaluated, and answers the same", async () => {
  const input = randomInput(1);
  const published = await openModel(float32File, { engine: "litert" });
  const [wanted] = await published.run(input);
  await published.dispose();

  const engine = await withoutEvaluation(() => compileEngine("litert", { files: asModules }));
  const [found] = await withoutEvaluation(async () => {
    const model = await openModel(float32File, { engine });
    const answer = await model.run(input);
    await model.dispose();
    return answer;
  });
  assert.equal(found, wanted);
});

files("an engine that its host has compiled runs as it is", async () => {
  const { wasm } = (await compileEngine("litert", {
    files: { ...asModules, wasm: compiledFile },
  })) as CompiledWasm;
  assert.instance(wasm, WebAssembly.Module);
});

files("every build of litert has both files, and a script that is a module", async () => {
  const builds = engineBuilds("litert");
  assert.equal(
    builds.map(({ variant }) => variant),
    ["relaxed-simd", "simd"],
  );
  for (const { path } of builds) {
    assert.is(typeof (await asModules.script(`${path}.js`)), "function");
    assert.ok(WebAssembly.validate(await engineFile(`${path}.wasm`)));
  }
});

/** As a page has them: a module for each script. */
const asModules: EngineFiles = {
  wasm: engineFile,
  async script(path) {
    const { factory } = engineBuilds("litert").find((build) => `${build.path}.js` === path)!;
    const text = engineModule(new TextDecoder().decode(await engineFile(path)), factory);
    const { default: script } = (await import(
      `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`
    )) as { default: EngineScript };
    return script;
  },
};

async function compiledFile(path: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await engineFile(path));
}

function refuse(): never {
  throw new EvalError("Cannot evaluate text: the policy forbids it");
}

/** As under a policy without 'unsafe-eval'. */
async function withoutEvaluation<T>(work: () => Promise<T>): Promise<T> {
  const usual = globalThis.Function;
  globalThis.Function = refuse as unknown as FunctionConstructor;
  try {
    return await work();
  } finally {
    globalThis.Function = usual;
  }
}

files.run();
