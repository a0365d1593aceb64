import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { BundleError } from "./bundle-error.ts";
import { encodeBundle } from "./encode-bundle.ts";
import { bundleFile, readBundle, type ReadFile } from "./read-bundle.ts";

const read = suite("readBundle()");

const contents = [
  { path: "weights.bin", role: "tfjs-weights", bytes: Uint8Array.of(1, 2, 3) },
  { path: "golden/0.png", role: "golden-image", bytes: Uint8Array.of(4) },
];
const encoded: ReadonlyMap<string, Uint8Array> = await encodeBundle(testFacts(), contents);

function readerOf(files: ReadonlyMap<string, Uint8Array>): ReadFile {
  return async (path) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`no such file: ${path}`);
    return bytes;
  };
}

async function problemsOf(files: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> {
  try {
    await readBundle(readerOf(files));
  } catch (error) {
    if (error instanceof BundleError) return error.problems;
    throw error;
  }
  return [];
}

read("reads what encodeBundle() made", async () => {
  const bundle = await readBundle(readerOf(encoded));
  const { schemaVersion, files, ...facts } = bundle.manifest;
  assert.is(schemaVersion, 1);
  assert.equal(facts, testFacts());
  assert.equal(
    files.map(({ path, role, bytes }) => [path, role, bytes]),
    [
      ["weights.bin", "tfjs-weights", 3],
      ["golden/0.png", "golden-image", 1],
      ["card.md", "card", bundleFile(bundle, "card").length],
    ],
  );
  // printf '\1\2\3' | sha256sum
  assert.is(files[0]?.sha256, "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
  assert.equal(bundleFile(bundle, "golden-image"), Uint8Array.of(4));
});

read("reads only the files with the requested roles", async () => {
  const asked: string[] = [];
  const reader = readerOf(encoded);
  const bundle = await readBundle(
    (path) => {
      asked.push(path);
      return reader(path);
    },
    { roles: ["tfjs-weights"] },
  );
  assert.equal(asked, ["manifest.json", "weights.bin"]);
  assert.throws(() => bundleFile(bundle, "card"), /no file of the role "card"/);
});

read("reports every file that is missing, truncated or changed", async () => {
  const files = new Map(encoded);
  files.delete("card.md");
  files.set("weights.bin", Uint8Array.of(1, 2, 4));
  files.set("golden/0.png", Uint8Array.of());
  const problems = await problemsOf(files);
  assert.is(problems.length, 3);
  assert.match(problems[0] ?? "", /^weights\.bin has SHA-256 [0-9a-f]{64}, wanted 039058c6/);
  assert.is(problems[1], "golden/0.png has 0 bytes, wanted 1");
  assert.is(problems[2], "card.md cannot be read: Error: no such file: card.md");
});

read("reports a manifest that is missing, not JSON or not text", async () => {
  const withManifest = (bytes: Uint8Array): Map<string, Uint8Array> =>
    new Map(encoded).set("manifest.json", bytes);
  assert.match((await problemsOf(new Map()))[0] ?? "", /^manifest\.json cannot be read/);
  const half = (encoded.get("manifest.json") ?? new Uint8Array()).slice(0, 100);
  assert.match((await problemsOf(withManifest(half)))[0] ?? "", /^manifest\.json is not JSON/);
  const noText = Uint8Array.of(0xff, 0xfe);
  assert.match((await problemsOf(withManifest(noText)))[0] ?? "", /^manifest\.json is not JSON/);
});

read("never sees facts that it would reject: encodeBundle() rejects them", async () => {
  const broken = {
    ...testFacts(),
    metrics: [{ split: "", images: 1, method: "m", values: { top1: Number.NaN } }],
  };
  await encodeBundle(broken, contents).then(
    () => assert.unreachable(),
    (error: unknown) => assert.is((error as BundleError).problems.length, 2),
  );
  await encodeBundle(testFacts(), [...contents, ...contents]).then(
    () => assert.unreachable(),
    (error: unknown) => assert.match((error as BundleError).message, "wanted each path once"),
  );
});

read.run();
