import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reuseInstance, type WithInstance } from "./instances.ts";

const reuse = suite("reuseInstance()");

const PAGE_BYTES = 64 * 1024;

interface Exports {
  readonly memory: WebAssembly.Memory;
}

function counted(): { started: Exports[]; withInstance: WithInstance<Exports> } {
  const started: Exports[] = [];
  const withInstance = reuseInstance(() => {
    const exports = { memory: new WebAssembly.Memory({ initial: 1 }) };
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
    /^trap$/,
  );
  withInstance(() => undefined);
  withInstance(() => undefined);
  assert.is(started.length, 2);
});

reuse("reuseInstance() drops an instance that gave a result and is not to be used again", () => {
  const { started, withInstance } = counted();
  const result = withInstance((_, drop) => {
    drop();
    return "drawn";
  });
  assert.is(result, "drawn");
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
