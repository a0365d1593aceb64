import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { libraryLayout } from "./library-layout.ts";

const layout = suite<{ root: string }>("library layout");

layout.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "library-layout-"));
});
layout.after.each(({ root }) => rmSync(root, { recursive: true }));

function touch(root: string, ...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

layout("libraryLayout() finds unpacked wheels", ({ root }) => {
  touch(
    root,
    "tensorflow/include/tensorflow/c/c_api.h",
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
  );
  const found = {
    include: join(root, "tensorflow/include"),
    lib: join(root, "tensorflow"),
    files: [
      join(root, "tensorflow/libtensorflow_cc.so.2"),
      join(root, "tensorflow/libtensorflow_framework.so.2"),
    ],
  };
  assert.equal(libraryLayout(root, "linux"), found);
  assert.equal(libraryLayout(join(root, "tensorflow"), "linux"), found);
});

layout(
  "libraryLayout() finds the official archive, also without a framework library",
  ({ root }) => {
    touch(root, "include/tensorflow/c/c_api.h", "lib/libtensorflow.so.2");
    assert.equal(libraryLayout(root, "linux"), {
      include: join(root, "include"),
      lib: join(root, "lib"),
      files: [join(root, "lib/libtensorflow.so.2")],
    });
  },
);

layout("libraryLayout() looks for the platform's own file names", ({ root }) => {
  touch(root, "include/tensorflow/c/c_api.h", "lib/libtensorflow.2.dylib");
  assert.is(libraryLayout(root, "linux"), undefined);
  assert.equal(libraryLayout(root, "darwin")?.files, [join(root, "lib/libtensorflow.2.dylib")]);
});

layout("libraryLayout() wants headers as well as a library", ({ root }) => {
  assert.is(libraryLayout(root, "linux"), undefined);
  touch(root, "lib/libtensorflow.so.2");
  assert.is(libraryLayout(root, "linux"), undefined);
});

layout.run();
