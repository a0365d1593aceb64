import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { failureMessage } from "./failure-message.ts";

const words = suite("failureMessage()");

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.unreachable("it did not fail"),
    (error: unknown) => error,
  );
}

function forbidden(path: string): string {
  return failureMessage(Object.assign(new Error("EACCES"), { code: "EACCES", path }));
}

words("failureMessage() says what the system's errors mean, and the cure", async () => {
  const folder = await mkdtemp(join(tmpdir(), "words-"));
  try {
    await symlink("loop", join(folder, "loop"));
    await writeFile(join(folder, "file"), "");
    const blocked = failureMessage(await failureOf(mkdir(join(folder, "file"))));
    assert.match(blocked, /file": there is a file of that name already; choose/);
    for (const [path, wanted] of [
      ["loop", /loop": it is a link that leads back to itself; remove it, or choose/],
      [".", /: it is a folder, not a file; choose another path$/],
      ["n".repeat(300), /n": the name is too long; choose a shorter one$/],
      ["file/below", /below": a part of that path is a file, not a folder; choose/],
    ] as const) {
      const said = failureMessage(await failureOf(readFile(join(folder, path))));
      assert.match(said, /^Cannot write or read/);
      assert.match(said, wanted);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

words("failureMessage() names INCEPTION_EDGE_CACHE if the cache cannot be written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "words-"));
  const before = process.env["INCEPTION_EDGE_CACHE"];
  const cache = join(folder, "home", ".cache");
  process.env["INCEPTION_EDGE_CACHE"] = cache;
  try {
    await writeFile(join(folder, "home"), "a file where a home should be");
    const blocked = failureMessage(
      await failureOf(mkdir(join(cache, "packs"), { recursive: true })),
    );
    assert.match(blocked, `Cannot write to the cache "${cache}": a part of that path is a file`);
    assert.match(blocked, /; set INCEPTION_EDGE_CACHE to a folder that you can write to$/);
    assert.match(forbidden(join(cache, "packs", "a")), /^Cannot write to the cache /);
    assert.match(forbidden(folder), /^Cannot write to the cache /, "on the way to it");
    const link = Object.assign(new Error("EACCES"), {
      code: "EACCES",
      syscall: "symlink",
      path: join(cache, "addon"),
      dest: join(folder, "node_modules", "addon"),
    });
    assert.match(failureMessage(link), /^Cannot write or read ".*node_modules.addon"/);
    assert.match(
      forbidden(join(folder, "runs")),
      /^Cannot write or read ".*runs": permission denied/,
    );
  } finally {
    if (before === undefined) delete process.env["INCEPTION_EDGE_CACHE"];
    else process.env["INCEPTION_EDGE_CACHE"] = before;
    await rm(folder, { recursive: true });
  }
});

words("failureMessage() recognizes the limit of open files when a thread does not start", () => {
  const error = Object.assign(new Error("Worker initialization failure: EMFILE"), {
    code: "ERR_WORKER_INIT_FAILED",
  });
  assert.match(
    failureMessage(error),
    /^Cannot write or read: too many open files; .*ulimit -n 4096/,
  );
});

words("failureMessage() keeps our own messages, and the stack trace of a bug", () => {
  assert.is(failureMessage(new Error("Cannot do that; do this")), "Cannot do that; do this");
  const defect = new TypeError("Cannot read properties of undefined (reading 'x')");
  assert.is(failureMessage(defect), defect.stack);
  assert.is(failureMessage("thrown text"), "Failed: thrown text");
});

words.run();
