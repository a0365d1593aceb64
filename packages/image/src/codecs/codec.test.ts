import { suite } from "uvu";
import * as assert from "uvu/assert";

import type { CodecExports } from "./codec.ts";
import { reuseInstance } from "./codec.ts";

const reuse = suite("reuseInstance()");

const PAGE_BYTES = 64 * 1024;

function counted(): { started: CodecExports[]; withInstance: ReturnType<typeof reuseInstance> } {
  const started: CodecExports[] = [];
  const withInstance = reuseInstance(() => {
    const exports = { memory: new WebAssembly.Memory({ initial: 1 }), walloc: (): number => 0 };
    started.push(exports);
    return exports;
  });
  return { started, withInstance };
}

reuse("reuseInstance() starts nothing before it is needed, and then one instance", () => {
  const { started, withInstance } = counted();
  assert.is(started.length, 0);
  const first = withInstance((exports) => exports);
  assert.is(
    withInstance((exports) => exports),
    first,
  );
  assert.is(started.length, 1);
});

reuse("reuseInstance() drops an instance after a throw, and lets the error through", () => {
  const { started, withInstance } = counted();
  assert.throws(
    () =>
      withInstance(() => {
        throw new Error("trap");
      }),
    "trap",
  );
  withInstance(() => undefined);
  withInstance(() => undefined);
  assert.is(started.length, 2);
});

reuse("reuseInstance() drops an instance whose heap has passed 64 MiB", () => {
  const { started, withInstance } = counted();
  const growTo = (bytes: number): void =>
    withInstance(({ memory }) => void memory.grow((bytes - memory.buffer.byteLength) / PAGE_BYTES));
  growTo(64 * 1024 * 1024);
  assert.is(started.length, 1);
  growTo(64 * 1024 * 1024 + PAGE_BYTES);
  assert.is(started.length, 1);
  withInstance(() => undefined);
  assert.is(started.length, 2);
});

reuse.run();
