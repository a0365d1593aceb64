/** An engine leaves no trace in the process that it runs in, and gives its memory back. */
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { float32File, int8File } from "../test/narrow-files.ts";
import { compileEngine } from "./compile-engine.ts";
import { engineNames } from "./engine.ts";
import { openModel } from "./open-model.ts";

const isolation = suite("an engine");

for (const name of engineNames) {
  const test = wherePossible(isolation, name);

  test(`${name} leaves no global, no handler and no word behind`, async () => {
    const globals = Object.getOwnPropertyNames(globalThis).toSorted();
    const handlers = process.eventNames().map((event) => [event, process.listenerCount(event)]);
    const said: unknown[] = [];
    const { log, warn, error } = console;
    console.log = console.warn = console.error = (...words: unknown[]) => void said.push(words);
    try {
      const model = await openModel(float32File, { engine: name, library: litertLibrary });
      await model.run(randomInput(1));
      model.dispose();
    } finally {
      Object.assign(console, { log, warn, error });
    }
    assert.equal(Object.getOwnPropertyNames(globalThis).toSorted(), globals);
    assert.equal(
      process.eventNames().map((event) => [event, process.listenerCount(event)]),
      handlers,
    );
    assert.equal(said, []);
  });

  test(`${name} gives its memory back, model after model`, async () => {
    const engine = await compileEngine(name, { library: litertLibrary });
    const openMany = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time += 1) {
        const model = await openModel(int8File, { engine });
        await model.run(randomInput(time));
        await model.dispose();
      }
      return process.memoryUsage.rss();
    };
    const before = await openMany(20);
    const after = await openMany(80);
    // An instance takes 16 MiB or more, a model in a library 9: of 80 that were kept, 720 or over a GiB would be left.
    assert.ok(after - before < 200 * 2 ** 20, `grew by ${(after - before) / 2 ** 20} MiB`);
  });
}

isolation.run();
