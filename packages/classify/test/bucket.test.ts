/** Archives in a bucket and answers into one, by requests that are signed. */

import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { pack } from "tar-stream";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { connect } from "../src/bucket/connect.ts";
import { BucketReader } from "../src/bucket/read-bucket.ts";
import { bucketStore } from "../src/output/bucket-store.ts";
import { withBucketServer, type BucketServer } from "./bucket-server.ts";
import { inArchive, TEST_FLAGS } from "./in-archive.ts";
import { smallImage } from "./small-images.ts";
import { startClassify } from "./start-classify.ts";

const test = suite("buckets");

test("an archive of objects gets the answers of the same images in a folder", async () => {
  await inArchive(30, async ({ folder, classify, read }) => {
    await classify("images", "--out", "out");
    const wanted = (await read("out", "answers.ndjson")).replaceAll('"images/', '"s3://in/images/');
    await withBucketServer(async (server, environment) => {
      for (let seed = 0; seed < 30; seed += 1) {
        const name = `${String(seed).padStart(3, "0")}.png`;
        server.objects.set(`in/images/${seed % 2 === 0 ? "a" : "b"}/${name}`, smallImage(seed));
      }
      server.objects.set("in/images/", new Uint8Array());
      server.objects.set("in/images/notes.txt", Buffer.from("none"));
      server.objects.set("in/other/x.png", smallImage(1));
      server.failures = 2;
      server.cuts = 2;
      const args = [...TEST_FLAGS, "s3://in/images/", "--out", "s3://answers/run 1"];
      const { code, stdout, stderr } = await startClassify(args, folder, environment).ended;
      assert.is(code, 0, stderr);
      assert.match(stdout, "s3://answers/run 1/answers.ndjson: 30 answers (no errors)");
      assert.is(text(server, "answers/run 1/answers.ndjson"), wanted);
      assert.equal(keys(server, "answers/"), [
        "answers/run 1/answers.ndjson",
        "answers/run 1/manifest.json",
      ]);
    });
  });
});

test("a tar and a list in a bucket, shards merged there; what is missing or forbidden is answered", async () => {
  await inArchive(1, async ({ folder }) => {
    await withBucketServer(async (server, environment) => {
      const tar = pack();
      for (let seed = 0; seed < 20; seed += 1) {
        tar.entry({ name: `${seed}.png` }, Buffer.from(smallImage(seed)));
      }
      tar.finalize();
      server.objects.set("in/x.tar", await buffer(tar));
      server.objects.set("in/deep/list.txt", Buffer.from("1 ü&+.png\ns3://in/gone.png\n"));
      server.objects.set("in/deep/1 ü&+.png", smallImage(1));
      const args = [...TEST_FLAGS, "s3://in/x.tar", "s3://in/deep/list.txt", "--merge"];
      for (const format of ["ndjson", "parquet"]) {
        for (const shard of ["0/2", "1/2"]) {
          const more = ["--out", `s3://out/${format}`, "--shard", shard, "--format", format];
          const { code, stderr } = await startClassify([...args, ...more], folder, environment)
            .ended;
          assert.is(code, 0, stderr);
        }
        const manifest = JSON.parse(text(server, `out/${format}/manifest.json`));
        assert.is(manifest.answered, 22);
        assert.equal(manifest.errors, { missing: 1 });
      }
    });
  });
});

test("killed, it goes on behind its last part", async () => {
  await inArchive(300, async ({ folder, classify, read }) => {
    await classify("images", "--out", "out");
    await withBucketServer(async (server, environment) => {
      const args = [...TEST_FLAGS, "images", "--out", "s3://out", "--part-size", "8"];
      const killed = startClassify(args, folder, environment);
      while (keys(server, "out/shard-").length < 4) await setTimeout(5);
      killed.process.kill("SIGKILL");
      await killed.ended;
      const { code, stderr } = await startClassify(args, folder, environment).ended;
      assert.is(code, 0, stderr);
      assert.match(stderr, /Going on behind \d+ images/);
      assert.is(text(server, "out/answers.ndjson"), await read("out", "answers.ndjson"));
      assert.is(text(server, "out/manifest.json"), await read("out", "manifest.json"));
    });
  });
});

test("a wrong key is told, and ends the run", async () => {
  await inArchive(1, async ({ folder }) => {
    await withBucketServer(async (_server, environment) => {
      const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: "guessed" };
      const args = [...TEST_FLAGS, "s3://in/images/", "--out", "out"];
      const { code, stderr } = await startClassify(args, folder, wrong).ended;
      assert.is(code, 1);
      assert.match(stderr, /Cannot read "s3:\/\/in\/images\/": SignatureDoesNotMatch.*AWS_REGION/);
    });
  });
});

test("what is missing or forbidden is answered; what a key, a clock or a bucket's name causes is not", async () => {
  await withBucketServer(async (server, environment) => {
    const reader = new BucketReader(() => connect(environment));
    Object.assign(process.env, environment);
    for (const [refusal, code] of [
      ["404 NoSuchKey", "missing"],
      ["403 AccessDenied", "unreadable"],
      ["403 InvalidObjectState", "unreadable"],
    ] as const) {
      server.refusal = refusal;
      const answered = await reader.image("s3://in/x.png");
      assert.is("error" in answered && answered.error.code, code, refusal);
    }
    for (const refusal of ["403 InvalidAccessKeyId", "400 ExpiredToken", "404 NoSuchBucket"]) {
      server.refusal = refusal;
      const error = await rejectionOf(reader.image("s3://in/x.png"));
      assert.match(error.message, `Cannot read "s3://in/x.png": ${refusal.slice(4)}`);
      assert.match(error.message, /AWS_REGION, AWS_ENDPOINT_URL and the keys are right$/);
    }
  });
});

test("an object that stops in the middle is asked for again", async () => {
  await withBucketServer(async (server, environment) => {
    Object.assign(process.env, environment);
    server.objects.set("in/x.png", smallImage(1));
    server.stalls = 2;
    const reader = new BucketReader(() => connect(environment, 200));
    assert.equal(
      new Uint8Array((await reader.image("s3://in/x.png")) as Uint8Array),
      smallImage(1),
    );
    assert.is(server.stalls, 0);
  });
});

test("a large file is uploaded in parts, and seen when it is whole or not at all", async () => {
  await withBucketServer(async (server, environment) => {
    Object.assign(process.env, environment);
    const store = bucketStore("s3://out/large");
    const chunk = Uint8Array.from({ length: 3_000_001 }, (_, at) => at * 7);
    const chunks = Array.from({ length: 7 }, () => chunk);
    await store.write("x", chunks);
    assert.ok(Buffer.concat(chunks).equals(server.objects.get("out/large/x")!));
    assert.is(server.uploads.size, 0);
    assert.is(server.requests.filter((line) => line.includes("partNumber=")).length, 3);
    assert.is(await store.size("x"), 21_000_007);
    assert.equal(new Uint8Array(await store.readRange("x", 5, 9)), chunk.slice(5, 9));
    assert.equal(await store.list(""), ["x"]);

    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield* chunks;
      assert.is(server.uploads.size, 1);
      throw new Error("the images ended");
    }
    assert.is((await rejectionOf(store.write("y", breaking()))).message, "the images ended");
    assert.is(server.uploads.size, 0);
    assert.is(await store.size("y"), undefined);
    await store.write("empty", []);
    assert.is(await store.size("empty"), 0);
  });
});

test.run();

function text({ objects }: BucketServer, key: string): string {
  return Buffer.from(objects.get(key)!).toString();
}

function keys({ objects }: BucketServer, start: string): string[] {
  return [...objects.keys()].filter((key) => key.startsWith(start)).toSorted();
}
