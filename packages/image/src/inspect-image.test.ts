import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hostileJpeg, jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { throwsImageError } from "../test/throws-image-error.ts";
import { inspectImage } from "./inspect-image.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const inspect = suite("inspectImage()");

inspect("gives the header of an image within the limits", () => {
  const { file, width, height } = jpegFixture("progressive 4:2:0");
  const header = inspectImage(file, DEFAULT_LIMITS);
  assert.equal([header.width, header.height, header.format], [width, height, "jpeg"]);
});

inspect("refuses what decode() would refuse before its codec runs", () => {
  const { file } = jpegFixture("progressive 4:2:0");
  throwsImageError(() => inspectImage(new Uint8Array(), DEFAULT_LIMITS), "empty", /0 bytes/);
  throwsImageError(
    () => inspectImage(file, { ...DEFAULT_LIMITS, maxBytes: 10 }),
    "too_large",
    /at most 10/,
  );
  throwsImageError(
    () => inspectImage(file.subarray(0, 200), DEFAULT_LIMITS),
    "truncated",
    /ends before/,
  );
  const bomb = hostileJpeg({ width: 20_000, height: 20_000 });
  throwsImageError(() => inspectImage(bomb, DEFAULT_LIMITS), "too_many_pixels", /20000x20000/);
});

inspect.run();
