import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const permissions = suite("permissions");

permissions("loadDecoder(), load() and decode() need no permission on Deno", () => {
  const deno = fileURLToPath(new URL("../../../node_modules/.bin/deno", import.meta.url));
  const program = fileURLToPath(new URL("../test/decode-without-permissions.ts", import.meta.url));
  const conditions = "--conditions=@inception-edge/source";
  const printed = execFileSync(deno, ["run", "--no-prompt", "--cached-only", conditions, program]);
  assert.equal(printed.toString().trim().split("\n"), [
    "read permission: prompt",
    ...["jpeg", "webp", "avif"].map((format) => `decoded ${format} 27x19`),
  ]);
});

permissions.run();
