/** What is no model of ours gives an error with a name, at whatever place it is broken, and harms nothing. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { float32File, int8File } from "../test/narrow-files.ts";
import { rejectionOf } from "../test/rejection-of.ts";
import { compileEngine, type CompiledEngine } from "./compile-engine.ts";
import { engineNames } from "./engine.ts";
import { InferenceError } from "./inference-error.ts";
import { openModel } from "./open-model.ts";

const corrupt = suite("openModel() of a corrupt file");

const PLACES = 1000;
/** In each of two files by each of three engines. */
const FLIPS = PLACES / 4;

/** `answered`, or the error's code; fails on an error without one. */
async function outcomeOf(bytes: Uint8Array, engine: CompiledEngine): Promise<string> {
  try {
    const model = await openModel(bytes, { engine });
    const [scores] = await model.run(randomInput(1));
    assert.is(scores!.length, 5);
    model.dispose();
    return "answered";
  } catch (error) {
    assert.instance(error, InferenceError);
    return (error as InferenceError).code;
  }
}

for (const name of engineNames) {
  const test = wherePossible(corrupt, name);
  for (const [kind, file] of Object.entries({ float32: float32File, int8: int8File })) {
    test(`${name}, ${kind}: a flipped bit at ${FLIPS} places`, async () => {
      const engine = await compileEngine(name, { library: litertLibrary });
      const healthy = await openModel(file, { engine });
      const [before] = await healthy.run(randomInput(1));
      const counts: Record<string, number> = {};
      for (let place = 0; place < FLIPS; place += 1) {
        const bytes = file.slice();
        bytes[Math.floor((place * bytes.length) / FLIPS)]! ^= 1 << (place % 8);
        const outcome = await outcomeOf(bytes, engine);
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
      assert.ok((counts["bad_model"] ?? 0) > 0, JSON.stringify(counts));
      assert.ok((counts["answered"] ?? 0) > 0, "weights may be any numbers");
      assert.equal((await healthy.run(randomInput(1)))[0], before);
      healthy.dispose();
    });
  }
}

corrupt(`a truncation at ${PLACES} places`, async () => {
  const engine = await compileEngine();
  for (let place = 0; place < PLACES; place += 1) {
    const end = Math.floor((place * float32File.length) / PLACES);
    assert.is(await outcomeOf(float32File.subarray(0, end), engine), "bad_model", `${end} bytes`);
  }
});

corrupt("another format is named", async () => {
  const error = await rejectionOf(openModel(new TextEncoder().encode("PK\u0003\u0004 an archive")));
  assert.is(error.code, "bad_model");
  assert.match(error.message, "not a TFLite file");
});

corrupt.run();
