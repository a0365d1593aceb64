import { suite } from "uvu";
import * as assert from "uvu/assert";
import { requireSameImages } from "./same-images.ts";

const same = suite("requireSameImages()");

const dataset = { name: "shapes", root: "/shapes", fingerprint: "4be1", decoder: "image/1 jpeg:a" };

same("accepts the images that the run started with", () => {
  requireSameImages(dataset, dataset, { run: "runs/a", cure: "restore it" });
});

same("names the decoders where the pixels are of another one", () => {
  const packed = { fingerprint: "77aa", decoder: "image/2 jpeg:b" };
  assert.throws(
    () => requireSameImages(packed, dataset, { run: "runs/a", cure: "restore it" }),
    /"runs\/a": it started with decoder image\/1, and this version has decoder image\/2; continue with/,
  );
});

same("names the dataset where its images have changed", () => {
  assert.throws(
    () =>
      requireSameImages({ ...dataset, fingerprint: "77aa" }, dataset, {
        run: "runs/a",
        cure: "restore it",
      }),
    /the dataset "\/shapes" has changed since the run started; restore it/,
  );
});

same.run();
