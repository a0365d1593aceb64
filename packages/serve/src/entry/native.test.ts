/** Which engine serves with a library that does not: by `auto` WebAssembly, with the reason; named, none. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { classify, url } from "../../test/ask-process.ts";
import { startProcess, withProcess, type ServiceProcess } from "../../test/start-process.ts";
import { writeTinyBundle, type TinyBundleOptions } from "../../test/tiny-bundle.ts";
import { readSettings } from "../settings.ts";
import { denoProgram } from "./deno-program.ts";
import { denoArguments } from "./runtime-arguments.ts";

const native = suite("a service with LiteRT's library");
const withLibrary = wherePossible(native, "litert-native");

interface Case {
  /** Named by `LITERT_LIBRARY`. */
  readonly library: string;
  readonly modelDir: string;
  /** Of Deno, in place of those that follow from the settings. */
  readonly command?: readonly [string, ...string[]];
}

/** Starts it by `auto` and with the engine named. @returns why it is WebAssembly, and the refusal */
async function reasons({ library, ...options }: Case): Promise<readonly [string, string]> {
  const start = (ENGINE: string) => ({
    ...options,
    environment: { ENGINE, LITERT_LIBRARY: library },
  });
  let why = "";
  await withProcess("deno", start("auto"), async (service) => {
    const engine = await engineOf(service);
    assert.is(engine.name, "litert");
    why = engine.why;
  });
  const { message } = await rejectionOf(startProcess("deno", start("litert-native")));
  return [why, message];
}

async function engineOf(service: ServiceProcess): Promise<{ name: string; why: string }> {
  const answer = (await (await classify(service)).json()) as { model: { engine: string } };
  const model = await (await fetch(url(service, "/model"))).json();
  const { engine } = model as { engine: { name: string; why: string } };
  assert.is(answer.model.engine, engine.name);
  assert.match(service.log.join("\n"), JSON.stringify(engine));
  return engine;
}

function inBundle(
  work: (place: { readonly folder: string; readonly modelDir: string }) => Promise<void>,
  bundle?: TinyBundleOptions,
): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const modelDir = join(folder, "bundle");
    await writeTinyBundle(modelDir, bundle);
    await work({ folder, modelDir });
  });
}

withLibrary("takes it by auto when it passes the self-test", async () => {
  await inBundle(({ modelDir }) =>
    withProcess(
      "deno",
      { modelDir, environment: { LITERT_LIBRARY: litertLibrary! } },
      async (service) => {
        assert.is((await engineOf(service)).name, "litert-native");
      },
    ),
  );
});

native("says that it is missing", async () => {
  await inBundle(async ({ folder, modelDir }) => {
    for (const reason of await reasons({ library: join(folder, "libLiteRt.so"), modelDir })) {
      assert.match(reason, /libLiteRt\.so\\?" cannot be read \(.*native:install/);
    }
  });
});

withLibrary("says that a byte of it was changed", async () => {
  await inBundle(async ({ folder, modelDir }) => {
    const library = join(folder, "libLiteRt.so");
    const bytes = readFileSync(litertLibrary!);
    bytes[1_000_000]! ^= 1;
    writeFileSync(library, bytes);
    for (const reason of await reasons({ library, modelDir })) {
      assert.match(reason, /is not LiteRT [\d.]+: its SHA-256 is /);
    }
  });
});

withLibrary("says that Deno was not given the right to it", async () => {
  await inBundle(async ({ modelDir }) => {
    const settings = readSettings({ HOST: "127.0.0.1", PORT: "0" });
    const command = [denoProgram(), ...denoArguments(settings, modelDir)] as const;
    for (const reason of await reasons({ library: litertLibrary!, modelDir, command })) {
      assert.match(reason, `Deno was not given --allow-read=${litertLibrary!}`);
    }
    const readable = command.map((arg) =>
      arg.startsWith("--allow-read=") ? `${arg},${litertLibrary!}` : arg,
    ) as [string, ...string[]];
    for (const reason of await reasons({ library: litertLibrary!, modelDir, command: readable })) {
      assert.match(reason, `Deno was not given --allow-ffi=${litertLibrary!}`);
    }
  });
});

withLibrary("is not taken by auto where there are no golden images to test it by", async () => {
  await inBundle(
    ({ modelDir }) =>
      withProcess(
        "deno",
        { modelDir, environment: { LITERT_LIBRARY: litertLibrary! } },
        async (service) => {
          const { name, why } = await engineOf(service);
          assert.is(name, "litert");
          assert.match(why, "no golden images");
        },
      ),
    { golden: () => undefined },
  );
});

native.run();
