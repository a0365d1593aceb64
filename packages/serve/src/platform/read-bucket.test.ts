import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readBundle } from "@inception-edge/bundle";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { tinyBundle } from "../../test/tiny-bundle.ts";
import { readBucket } from "./read-bucket.ts";

const bucket = suite("readBucket()");

/** Cloud Storage and the metadata server, as far as they are asked. */
function google(objects: ReadonlyMap<string, Uint8Array>, asked: string[]): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input));
    const headers = new Headers(init?.headers);
    asked.push(url.hostname);
    if (url.hostname === "metadata.google.internal") {
      assert.is(headers.get("metadata-flavor"), "Google");
      return Response.json({ access_token: "secret", expires_in: 3599 });
    }
    assert.is(
      url.href.replace(/\/o\/.*/, ""),
      "https://storage.googleapis.com/storage/v1/b/my.bucket",
    );
    assert.is(url.search, "?alt=media");
    if (headers.get("authorization") !== "Bearer secret") return new Response("", { status: 401 });
    const bytes = objects.get(decodeURIComponent(url.pathname.split("/o/")[1]!));
    return bytes ? new Response(Uint8Array.from(bytes)) : new Response("", { status: 404 });
  };
}

bucket("reads a bundle from a folder, by a token that is asked for once", async () => {
  const files = await tinyBundle();
  const objects = new Map([...files].map(([path, bytes]) => [`models/pets 1/${path}`, bytes]));
  for (const folder of ["gs://my.bucket/models/pets 1", "gs://my.bucket/models/pets 1/"]) {
    const asked: string[] = [];
    const bundle = await readBundle(readBucket(folder, google(objects, asked)));
    assert.is(bundle.manifest.name, "tiny");
    assert.is(bundle.files.size, bundle.manifest.files.length);
    assert.is(asked.filter((host) => host === "metadata.google.internal").length, 1);
  }
  const root = readBucket("gs://my.bucket", google(files, []));
  assert.is((await readBundle(root)).manifest.name, "tiny");
});

const away: typeof fetch = () => Promise.reject(new TypeError("no route"));

bucket("tells what cannot be read, and what is no bucket", async () => {
  const read = readBucket("gs://my.bucket/nowhere", google(new Map(), []));
  assert.match(
    (await rejectionOf(read("golden/0.png"))).message,
    /\/o\/nowhere%2Fgolden%2F0\.png\?alt=media answers 404$/,
  );
  assert.is(
    (await rejectionOf(readBucket("gs://my.bucket", away)("manifest.json"))).message,
    "metadata.google.internal cannot be reached",
  );
  assert.throws(() => readBucket("gs:///x"), 'Cannot serve "gs:///x": it is not of the form gs://');
});

bucket.run();
