import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withLock } from "./cache-lock.ts";

const lock = suite<{ root: string; path: string }>("cache lock");

lock.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "cache-lock-"));
  context.path = join(context.root, ".lock");
});
lock.after.each(({ root }) => rmSync(root, { recursive: true }));

lock("withLock() lets one at a time through", async ({ path }) => {
  const events: string[] = [];
  let waited = 0;
  const work = async (name: string): Promise<void> => {
    events.push(`${name} in`);
    await delay(20);
    events.push(`${name} out`);
  };
  const wait = (): void => void waited++;
  await Promise.all([withLock(path, () => work("a"), wait), withLock(path, () => work("b"), wait)]);
  const [first] = events;
  const order = first === "a in" ? ["a", "b"] : ["b", "a"];
  assert.equal(
    events,
    order.flatMap((name) => [`${name} in`, `${name} out`]),
  );
  assert.is(waited, 1);
});

lock("withLock() releases when the work fails", async ({ path }) => {
  const failing = withLock(path, () => Promise.reject(new Error("No disk")));
  assert.is(await failing.catch(({ message }: Error) => message), "No disk");
  assert.not(existsSync(path));
});

lock("withLock() takes over from a holder that was killed", async ({ path }) => {
  writeFileSync(path, "4711\n");
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  assert.is(await withLock(path, async () => "done"), "done");
});

lock.run();
