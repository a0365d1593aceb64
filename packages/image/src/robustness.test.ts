import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mutations, seeded, soundImages } from "@inception-edge/testing/images/mutate";
import { loadDecoder, type Decoder } from "./decoder.ts";
import { decodableFormats, imageFormats } from "./header/image-header.ts";
import { heic } from "./heic.ts";
import { ImageError } from "./image-error.ts";

/** bench/mutations.bench.ts tries ten times as many. */
const MUTATIONS = 2000;

const robustness = suite("robustness");
const decoder = await loadDecoder({ formats: imageFormats, extra: [heic] });
for (const file of Object.values(soundImages.heic)) await decoder.load(file);

const images = decodableFormats.flatMap((format) =>
  Object.entries(soundImages[format]).map(([name, file]) => ({ name: `${name} ${format}`, file })),
);

for (const { name, file } of images) {
  robustness(`decode() of a ${name} cut at every tenth is refused or an image`, () => {
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const outcome = attempt(decoder, file.subarray(0, Math.floor((file.length * tenth) / 10)));
      // Enough of an animation to show its first image is enough, and nine tenths of a JPEG are.
      const mayShow = name === "animated gif" || (tenth === 9 && name.endsWith("jpeg"));
      const expected = tenth === 0 ? ["empty"] : mayShow ? ["truncated", "image"] : ["truncated"];
      // The brands at its beginning are all that tells such a file from another one.
      if (/avif|heic$/.test(name) && tenth === 1) expected.push("unsupported");
      assert.ok(expected.includes(outcome), `${outcome} at ${tenth}0 %`);
    }
    assert.is(attempt(decoder, file), "image");
  });
}

robustness(`decode() survives ${MUTATIONS} mutations, and decodes as before afterwards`, () => {
  const before = images.map(({ file }) => decoder.decode(file));
  const outcomes = new Map<string, number>();
  for (const { format, bytes } of mutations(1).take(MUTATIONS)) {
    const outcome = `${format} ${attempt(decoder, bytes) === "image" ? "image" : "refused"}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  for (const format of decodableFormats) {
    for (const outcome of ["image", "refused"]) {
      const times = outcomes.get(`${format} ${outcome}`) ?? 0;
      assert.ok(times > MUTATIONS / 100, `${format} ${outcome}: ${times}`);
    }
  }
  assert.equal(
    images.map(({ file }) => decoder.decode(file)),
    before,
  );
});

robustness("decode() refuses everything that is no image", () => {
  const random = seeded(2);
  for (const start of [
    "",
    "\xff\xd8\xff",
    "\x89PNG\r\n\x1a\n",
    "GIF89a",
    "RIFF\xff\0\0\0WEBP",
    "\0\0\0\x10ftypavif",
    "\0\0\0\x10ftypheic",
  ]) {
    const head = Array.from(start, (letter) => letter.charCodeAt(0));
    for (let length = 0; length < 200; length += 1) {
      const file = Uint8Array.from([...head, ...Array.from({ length }, () => random(256))]);
      assert.is.not(attempt(decoder, file), "image");
    }
  }
});

/** "image", or the code of the `ImageError`; anything else that is thrown fails the test. */
function attempt({ decode }: Decoder, file: Uint8Array): string {
  try {
    const { width, height, rgb } = decode(file);
    assert.is(rgb.length, width * height * 3);
    return "image";
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.code;
  }
}

robustness.run();
