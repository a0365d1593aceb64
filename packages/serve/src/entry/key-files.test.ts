import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import type { LogEntry } from "../observe/log.ts";
import { KeyRing } from "../security/key-ring.ts";
import { readSettings } from "../settings.ts";
import { KeyFiles } from "./key-files.ts";

const files = suite("KeyFiles");

interface TestKeys {
  readonly keys: KeyRing;
  readonly made: KeyFiles;
  readonly logged: LogEntry[];
}

function keysWith(environment: Record<string, string>): TestKeys {
  const settings = readSettings(environment);
  const keys = new KeyRing(settings);
  const logged: LogEntry[] = [];
  return { keys, logged, made: new KeyFiles(settings, keys, (_, entry) => logged.push(entry)) };
}

/** As Kubernetes mounts a secret: each state in a folder of its own, behind a link that is replaced. */
async function mountSecret(folder: string, state: string, content: string): Promise<void> {
  await mkdir(join(folder, state));
  await writeFile(join(folder, state, "api-keys"), content);
  await symlink(state, join(folder, "..data_tmp"));
  await rename(join(folder, "..data_tmp"), join(folder, "..data"));
  await symlink("..data/api-keys", join(folder, "api-keys")).catch(() => {}); // The first time.
}

files("are read beside the settings' keys, and anew when the secret is another", async () => {
  await inTemporaryFolder(async (folder) => {
    await mountSecret(
      folder,
      "..1",
      "# of the team\r\nann:first-secret\r\n\n bob:second-secret,\ncleo:third-secret\n".replace(
        "secret,\n",
        "secret\n",
      ),
    );
    const { keys, made, logged } = keysWith({
      API_KEYS: "zoe:older-secret",
      API_KEYS_FILE: join(folder, "api-keys"),
    });
    await made.read();
    assert.equal(
      keys.clients.map(({ name, key }) => `${name} ${key}`),
      ["zoe older-secret", "ann first-secret", "bob second-secret", "cleo third-secret"],
    );
    await made.refresh();
    assert.is(logged.length, 1); // Nothing has changed.
    await mountSecret(folder, "..2", "ann:newer-secret,dan:fourth-secret");
    await rm(join(folder, "..1"), { recursive: true });
    await made.refresh();
    assert.equal(
      keys.clients.map(({ key }) => key),
      ["older-secret", "newer-secret", "fourth-secret"],
    );
    assert.equal(logged[1]!["clients"], ["zoe", "ann", "dan"]);
    assert.not.match(JSON.stringify(logged), "-secret");
  });
});

files("leave the keys as they are when they cannot be used, and say so without them", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "admins");
    await writeFile(path, "boss:first-secret");
    const { keys, made, logged } = keysWith({ ADMIN_KEYS_FILE: path });
    await made.read();
    for (const content of ["", "# nobody\n", "boss:short", "no pair at all", "boss=first-secret"]) {
      await writeFile(path, content);
      await made.refresh();
    }
    await rm(path);
    await made.refresh();
    assert.equal(keys.admins, [{ name: "boss", key: "first-secret" }]);
    const refusals = logged.slice(1);
    assert.is(refusals.length, 6);
    assert.ok(refusals.every(({ event }) => event === "keys refused"));
    assert.match(
      String(refusals[2]!["why"]),
      /^Cannot read the keys in ".*admins": it must have name:key pairs/,
    );
    assert.match(String(refusals[5]!["why"]), "ENOENT");
    assert.not.match(JSON.stringify(logged), /secret|short/);
  });
});

files("must be there when the service starts", async () => {
  const { made } = keysWith({ API_KEYS_FILE: "/nowhere/api-keys" });
  assert.match(
    (await rejectionOf(made.read())).message,
    'Cannot read the keys in "/nowhere/api-keys"',
  );
  assert.throws(
    () => readSettings({ API_KEYS_FILE: "api-keys" }),
    (error: Error) => /API_KEYS_FILE must be an absolute path, got "api-keys"/.test(error.message),
  );
});

files.run();
