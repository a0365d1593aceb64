import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { explainWriteError, requireSpace } from "./disk-space.ts";

const need = {
  action: 'pack "pets"',
  directory: tmpdir(),
  neededBytes: 1,
  cure: "free some space",
};
const diskSpace = suite("disk-space");

diskSpace("requireSpace() passes if there is room", async () => {
  await requireSpace(need);
});

diskSpace("requireSpace() names the needed and the free bytes", async () => {
  const { message } = await rejectionOf(requireSpace({ ...need, neededBytes: 2e15 }));
  assert.match(message, /^Cannot pack "pets": it needs 2000\.00 TB in "/);
  assert.match(message, /, where [\d.]+ [kMGT]?B are free; free some space$/);
});

diskSpace(
  "explainWriteError() gives the same message for a disk that fills up meanwhile",
  async () => {
    const error = await writeToFullDevice();
    const explained = (await explainWriteError(error, need)) as Error;
    assert.match(explained.message, /^Cannot pack "pets": it needs 1 bytes in /);
    assert.is(explained.cause, error);
  },
);

diskSpace("explainWriteError() leaves other errors as they are", async () => {
  const error = new Error("another");
  assert.is(await explainWriteError(error, need), error);
});

/** A real ENOSPC where the system has a device for it (Linux), else one of the same form. */
async function writeToFullDevice(): Promise<unknown> {
  if (process.platform !== "linux") return Object.assign(new Error("full"), { code: "ENOSPC" });
  const file = await open("/dev/full", "w");
  try {
    return await file.write("x").catch((error: unknown) => error);
  } finally {
    await file.close();
  }
}

diskSpace.run();
