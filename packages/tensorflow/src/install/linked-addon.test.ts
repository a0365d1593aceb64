import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import {
  ADDON_RECORD,
  letOthersRead,
  linkAddon,
  readAddonRecord,
  type AddonRecord,
} from "./linked-addon.ts";

const addons = suite<{ root: string }>("linked addon");

addons.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "linked-addon-"));
});
addons.after.each(({ root }) => rmSync(root, { recursive: true }));

/** A cache with a library and an addon, both empty files. */
function writeCache(root: string, key: string): { addon: string; record: AddonRecord } {
  const directory = join(root, key);
  const library = join(directory, "libtensorflow_cc.so.2");
  const record: AddonRecord = { origin: "wheels", key, version: "2.21.0", directory, library };
  mkdirSync(join(directory, "addon"), { recursive: true });
  writeFileSync(library, "");
  writeFileSync(join(directory, "addon", ADDON_RECORD), JSON.stringify(record));
  const addon = join(directory, "addon", "tfjs_binding.node");
  writeFileSync(addon, "");
  return { addon, record };
}

addons("readAddonRecord() reads through the link", async ({ root }) => {
  const { addon, record } = writeCache(root, "cpu");
  const link = join(root, "lib", "napi-v8", "tfjs_binding.node");
  await linkAddon(addon, link);
  assert.equal(readAddonRecord(link), record);
});

addons("linkAddon() tells whose checkout it is where it cannot write", async () => {
  if (process.platform !== "linux") return; // in /sys not even root may
  const refused = await rejectionOf(linkAddon("/made/addon.node", "/sys/made/addon.node"));
  assert.match(
    refused.message,
    /^Cannot link .* into "\/sys\/made": permission denied.*clone of your own/,
  );
});

addons("linkAddon() replaces a link and a file", async ({ root }) => {
  const link = join(root, "tfjs_binding.node");
  writeFileSync(link, "stock");
  for (const key of ["cpu", "gpu"]) {
    const { addon } = writeCache(root, key);
    await linkAddon(addon, link);
    assert.is(readlinkSync(link), addon);
  }
});

addons(
  "readAddonRecord() finds none where the addon, its record or its library is gone",
  ({ root }) => {
    assert.is(readAddonRecord(join(root, "none.node")), undefined);
    const { addon, record } = writeCache(root, "cpu");
    rmSync(record.library);
    assert.is(readAddonRecord(addon), undefined);
    writeFileSync(join(root, "bare.node"), "");
    assert.is(readAddonRecord(join(root, "bare.node")), undefined);
  },
);

addons(
  "letOthersRead() gives an addon's folder the rights of the cache around it",
  async ({ root }) => {
    for (const mode of [0o755, 0o700]) {
      chmodSync(root, mode);
      const folder = mkdtempSync(join(root, "addon-"));
      assert.is(statSync(folder).mode & 0o777, 0o700);
      await letOthersRead(folder);
      assert.is(statSync(folder).mode & 0o777, mode);
    }
  },
);

addons.run();
