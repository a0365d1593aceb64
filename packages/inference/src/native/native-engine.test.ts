import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { float32File } from "../../test/narrow-files.ts";
import { rejectionOf } from "../../test/rejection-of.ts";
import { compileEngine } from "../compile-engine.ts";
import { openModel } from "../open-model.ts";

const native = suite("litert-native");
const withLibrary = wherePossible(native, "litert-native");

/** What is said where a library is named that does not serve: named a refusal, by `auto` why it is WebAssembly. */
async function reasonAgainst(library: string | undefined): Promise<string> {
  const refusal = await rejectionOf(compileEngine("litert-native", { library }));
  assert.is(refusal.code, "no_engine");
  const { message } = refusal;
  assert.match(message, /^Cannot run a model with the engine "litert-native": /);
  const chosen = await compileEngine("auto", { library });
  assert.is(chosen.name, "litert");
  if (library !== undefined) assert.ok(chosen.why.endsWith(`; ${message}`), chosen.why);
  return message;
}

native("is not there without a library", async () => {
  assert.match(await reasonAgainst(undefined), "LITERT_LIBRARY names no library; install it by");
});

native("takes no file that is not the pinned library, and names the cure", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "libLiteRt.so");
    const missing = await reasonAgainst(path);
    assert.match(missing, `"${path}" cannot be read (`);
    assert.match(missing, "install it by `pnpm --filter serve native:install`");
    writeFileSync(path, "a library of another version");
    assert.match(
      await reasonAgainst(path),
      /is not LiteRT 2\.3\.0: its SHA-256 is [0-9a-f]{12}…, /,
    );
  });
});

withLibrary("takes no library of which one byte was changed", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "libLiteRt.so");
    const bytes = readFileSync(litertLibrary!);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    assert.match(await reasonAgainst(path), "is not LiteRT");
  });
});

withLibrary("looks again in the thread that opens it: it may have been replaced", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "libLiteRt.so");
    copyFileSync(litertLibrary!, path);
    const engine = structuredClone(await compileEngine("litert-native", { library: path }));
    const model = await openModel(float32File, { engine });
    assert.is((await model.run(randomInput(1)))[0]!.length, 5);
    await model.dispose();
    rmSync(path);
    writeFileSync(path, "another");
    const { code, message } = await rejectionOf(openModel(float32File, { engine }));
    assert.is(code, "no_engine");
    assert.match(message, "is not LiteRT");
  });
});

withLibrary("is what auto takes where the library is given", async () => {
  const { name, variant } = await compileEngine("auto", { library: litertLibrary });
  assert.equal([name, variant], ["litert-native", "2.3.0"]);
});

withLibrary("lets a process end well whose threads have all ended before", () => {
  const program = fileURLToPath(new URL("../../test/threads-of-a-library.ts", import.meta.url));
  const runtime = "Deno" in globalThis ? ["run", "-A", "--no-lock"] : [];
  const args = [...runtime, "--conditions=@inception-edge/source", program];
  const { status, signal, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal([stdout, status, signal], ["all have ended\n", 0, null]);
});

native.run();
