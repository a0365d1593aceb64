import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1 } from "@inception-edge/model";
import { classic } from "../recipes/classic.ts";
import { modern5 } from "../recipes/modern-5.ts";
import { requireDisk, requireMemory } from "./resources.ts";

const resources = suite("resources");

resources("requireMemory() accepts a batch that fits", () => {
  requireMemory(modern5, "bf16", {
    images: { count: 105_000, storedSize: 64 },
    availableBytes: 4e9,
  });
});

resources("requireMemory() names what is needed, what there is and the cure", () => {
  assert.throws(
    () =>
      requireMemory({ ...classic, batchSize: 4096 }, "f32", {
        images: { count: 1000, storedSize: 64 },
        availableBytes: 8e9,
      }),
    /^Cannot train with batches of 4096 images of 56 px: this needs about 32\.64 GB of memory, but only 8\.00 GB is available; give a smaller --batch$/,
  );
});

resources("requireMemory() expects more of larger images", () => {
  assert.throws(
    () =>
      requireMemory({ ...modern5, inputSize: 112 }, "f32", {
        images: { count: 100_000, storedSize: 128 },
        availableBytes: 8e9,
      }),
    /^Cannot train with batches of 128 images of 112 px: this needs about 11\.48 GB of memory, but .* give a smaller --batch or --input-size$/,
  );
});

resources("requireDisk() accepts a folder that is not there yet on a disk with room", async () => {
  await requireDisk(join(tmpdir(), "not", "there", "yet"), inceptionV1(), modern5);
});

resources.run();
