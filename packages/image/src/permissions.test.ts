import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { suite } from "uvu";
import * as assert from "uvu/assert";

import { jpegFixture } from "../test/jpeg-file.ts";

const permissions = suite("permissions");

permissions("loadDecoder() and decode() need no permission on Deno", () => {
  const deno = fileURLToPath(new URL("../../../node_modules/.bin/deno", import.meta.url));
  const program = fileURLToPath(new URL("../test/decode-without-permissions.ts", import.meta.url));
  const conditions = "--conditions=@inception-edge/source";
  const printed = execFileSync(deno, ["run", "--no-prompt", "--cached-only", conditions, program]);
  const { width, height } = jpegFixture("progressive 4:2:0");
  assert.is(printed.toString(), `read permission: prompt, decoded ${width}x${height}\n`);
});

permissions.run();
