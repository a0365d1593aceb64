import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError } from "@inception-edge/bundle";
import { DatasetError } from "@inception-edge/dataset";
import { UsageError } from "@inception-edge/host";
import { TensorFlowError } from "@inception-edge/tensorflow";
import { DivergedError } from "../watchers/nan-guard.ts";
import { explainError } from "./explain-error.ts";

const explain = suite("explainError()");

explain("explainError() leaves known kinds, and messages of ours, as they are", () => {
  const message = "Something is so";
  for (const error of [
    new TensorFlowError(message),
    new UsageError(message),
    new DivergedError(message, { step: 1 }),
  ]) {
    assert.is(explainError(error), message, error.name);
  }
  assert.match(explainError(new BundleError(["files is missing"])), /files is missing$/);
  const defect = {
    code: "missing",
    path: "wnids.txt",
    message: "is missing",
    cure: "add it",
  } as const;
  assert.match(
    explainError(new DatasetError("/data", [defect])),
    /"wnids\.txt" is missing; add it/,
  );
  assert.is(explainError(new Error("Cannot do that")), "Cannot do that");
});

explain("explainError() says what to change where TensorFlow's message does not", () => {
  for (const [message, text] of [
    ["OOM when allocating tensor with shape[64,3]", "out of memory; give a smaller --batch"],
    ["/runs/a/variables; No space left on device", "the disk is full; free some space"],
  ] as const) {
    const explained = explainError(new TensorFlowError(`TensorFlow failed: ${message}`));
    assert.match(explained, /^Cannot /);
    assert.match(explained, text);
    assert.match(explained, message);
  }
});

explain("explainError() gives the operating system's errors a path and a cure", () => {
  for (const [code, cure] of [
    ["ENOSPC", /disk is full; .*--resume/],
    ["EACCES", /permission denied/],
    ["EROFS", /read-only; .*--out/],
    ["EMFILE", /ulimit -n/],
  ] as const) {
    const error = Object.assign(new Error(`${code}: oh, write`), { code, path: "/runs/a" });
    assert.match(explainError(error), /^Cannot write or read "\/runs\/a": /);
    assert.match(explainError(error), cure);
  }
  const nameless = Object.assign(new Error("no"), { code: "ENOSPC" });
  assert.match(explainError(nameless), /^Cannot write or read: the disk is full/);
});

explain("explainError() keeps the trace of what is a defect", () => {
  const reading = "Cannot read properties of undefined (reading 'x')";
  for (const error of [new TypeError("x is not a function"), new TypeError(reading)]) {
    assert.is(explainError(error), error.stack);
  }
  assert.is(explainError("thrown text"), "Failed: thrown text");
});

explain.run();
