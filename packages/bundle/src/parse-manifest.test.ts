import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { BundleError } from "./bundle-error.ts";
import { bundleTensors } from "./bundle-manifest.ts";
import { parseManifest } from "./parse-manifest.ts";

const parse = suite("parseManifest()");

const file = { path: "model.json", bytes: 12, sha256: "0f".repeat(32), role: "tfjs-model" };
const manifest = { schemaVersion: 1, ...testFacts(), files: [file] };

function problemsOf(json: unknown): readonly string[] {
  try {
    parseManifest(json);
  } catch (error) {
    if (error instanceof BundleError) return error.problems;
    throw error;
  }
  return [];
}

parse("returns a valid manifest unchanged, after a round trip through JSON", () => {
  assert.equal(parseManifest(JSON.parse(JSON.stringify(manifest))), manifest);
});

parse("reads the names of tensors, and knows those of older bundles", () => {
  const tensors = { featureMap: "last", logits: { "tflite-float32": "before_softmax" } };
  assert.equal(bundleTensors(parseManifest({ ...manifest, tensors })), tensors);
  assert.is(bundleTensors(parseManifest(manifest)).featureMap, "inception_5b/concat");
  assert.equal(problemsOf({ ...manifest, tensors: { logits: {} } }), [
    "manifest.json's tensors.featureMap is missing",
  ]);
});

parse("reports every problem at once, with what it found and what it wanted", () => {
  const { recipe: _, ...withoutRecipe } = manifest;
  const problems = problemsOf({
    ...withoutRecipe,
    created: "yesterday",
    input: { ...manifest.input, resize: "lanczos", range: [-1, 1] },
    files: [{ ...file, sha256: "ABC", bytes: -1 }],
    precision: 16,
  });
  assert.equal(problems, [
    `manifest.json's created is "yesterday", wanted an ISO 8601 time in UTC`,
    `manifest.json's input.range[0] is -1, wanted 0`,
    `manifest.json's input.resize is "lanczos", wanted one of "bilinear"|"nearest"|"center-crop"`,
    `manifest.json's files[0].bytes is -1, wanted number to be >=0`,
    `manifest.json's files[0].sha256 is "ABC", wanted 64 lower-case hexadecimal digits`,
    `manifest.json's recipe is missing`,
    `manifest.json's precision is 16, wanted one of "float32"|"bfloat16"|"float16"`,
  ]);
});

function problemsOfInput(changes: object): readonly string[] {
  return problemsOf({ ...manifest, input: { ...manifest.input, ...changes } });
}

parse("follows other sizes, and refuses those that it cannot make", () => {
  for (const [size, storedSize] of [
    [112, 128],
    [224, 256],
    [80, 64], // enlarged
  ]) {
    assert.equal(problemsOfInput({ size, storedSize }), []);
  }
  assert.equal(problemsOfInput({ size: 299, storedSize: 0 }), [
    "manifest.json's input.size is 299, wanted at most 256 px, which this version can make; update @inception-edge/bundle",
    "manifest.json's input.storedSize is 0, wanted number to be >=1",
  ]);
  assert.match(
    problemsOfInput({ size: 80, storedSize: 64, resize: "center-crop" }).join(),
    /^manifest.json's input is {.*, wanted a size of at most the storedSize, out of which center-crop cuts it$/,
  );
});

parse("accepts roles and drops fields of later versions", () => {
  const golden = { ...file, path: "golden/0.png", role: "golden-image" };
  const later = { ...manifest, files: [file, golden], signature: "…" };
  assert.equal(parseManifest(later), { ...manifest, files: [file, golden] });
});

parse("reports only the version for another schema version", () => {
  assert.equal(problemsOf({ schemaVersion: 2 }), [
    "manifest.json has schemaVersion 2, wanted 1; update @inception-edge/bundle",
  ]);
  assert.match(problemsOf({ schemaVersion: 0 })[0] ?? "", "export the bundle again");
});

parse("rejects paths that lead out of the bundle", () => {
  const paths = ["../x", "a/../../x", "/etc/passwd", "a\\b", "C:x", "", ".", "a//b", "a/", "a\0"];
  for (const path of paths) {
    assert.is(problemsOf({ ...manifest, files: [{ ...file, path }] }).length, 1, path);
  }
  for (const path of ["a", "a/b.c", "..a", "a/.b", "a..b"]) {
    assert.equal(problemsOf({ ...manifest, files: [{ ...file, path }] }), [], path);
  }
});

parse("rejects a duplicate class or path", () => {
  const [first] = manifest.classes;
  assert.match(
    problemsOf({ ...manifest, classes: [first, first] })[0] ?? "",
    "wanted each id once",
  );
  assert.match(problemsOf({ ...manifest, files: [file, file] })[0] ?? "", "wanted each path once");
});

parse(
  "takes classes with an id, with a WordNet id, and with that alone as they were written first",
  () => {
    const { name } = manifest.classes[0]!;
    const classes = [
      { id: "tabby_cat", label: "tabby cat", name },
      { id: "n02123045", wnid: "n02123045", label: "tabby", name },
      { wnid: "n01443537", label: "goldfish", name },
    ];
    assert.equal(parseManifest({ ...manifest, classes }).classes, [
      ...classes.slice(0, 2),
      { id: "n01443537", ...classes[2]! },
    ]);
    const nameless = [{ label: "cat", name }];
    assert.equal(problemsOf({ ...manifest, classes: nameless }), [
      "manifest.json's classes[0].id is missing",
    ]);
  },
);

parse("rejects what is not an object", () => {
  for (const json of [null, [], "manifest", 1]) {
    assert.match(problemsOf(json)[0] ?? "", /^manifest\.json is .*, wanted object$/);
  }
});

parse.run();
