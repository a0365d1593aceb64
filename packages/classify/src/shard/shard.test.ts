import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chooseShard, parseShard } from "../command/shard-setting.ts";
import { shardName, shardOf } from "./shard.ts";

const test = suite("shards");

test("belong to a path by the first 32 bits of its SHA-256, as `sha256sum` tells them", () => {
  // printf photos/cat.jpg | sha256sum → 9c471211…
  assert.is(shardOf("photos/cat.jpg", 8), FIRST_BITS % 8);
  assert.is(shardOf("photos/cat.jpg", 1000), FIRST_BITS % 1000);
  assert.is(shardOf("photos/cat.jpg", 1), 0);
});

test("are of nearly one size", () => {
  const sizes = Array.from({ length: 8 }, () => 0);
  for (let index = 0; index < 8000; index += 1) sizes[shardOf(`train/${index}.jpg`, 8)]! += 1;
  for (const size of sizes) assert.ok(size > 900 && size < 1100, String(size));
});

test("are given by a flag or by what schedulers set", () => {
  assert.equal(parseShard("0/8"), { index: 0, count: 8 });
  for (const wrong of ["8/8", "1", "-1/8", "1/0", "a/b", "1/8/2"]) {
    assert.throws(
      () => parseShard(wrong),
      (error: Error) => error instanceof RangeError && error.message.includes("0 to N-1"),
    );
  }
  const job = { JOB_COMPLETION_INDEX: "3", JOB_COMPLETIONS: "8" };
  assert.equal(chooseShard(undefined, job), { index: 3, count: 8 });
  assert.equal(chooseShard({ index: 1, count: 2 }, job), { index: 1, count: 2 });
  assert.equal(chooseShard(undefined, { CLOUD_RUN_TASK_INDEX: "0", CLOUD_RUN_TASK_COUNT: "1" }), {
    index: 0,
    count: 1,
  });
  assert.equal(chooseShard(undefined, {}), { index: 0, count: 1 });
  assert.throws(
    () => chooseShard(undefined, { JOB_COMPLETION_INDEX: "3" }),
    /JOB_COMPLETION_INDEX is "3" and JOB_COMPLETIONS is ""; set JOB_COMPLETIONS/,
  );
});

test("have names of one width", () => {
  assert.is(shardName({ index: 3, count: 8 }), "shard-00003-of-00008");
});

const FIRST_BITS = 0x9c471211;

test.run();
