import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readSettings } from "../settings.ts";
import { denoArguments } from "./runtime-arguments.ts";

const permissions = suite("denoArguments()");

permissions("permit the service's own port, files and variables, and nothing else", () => {
  const args = denoArguments(readSettings({ PORT: "8123", HOST: "127.0.0.1" }), "/data/bundle");
  const allowed = args.filter((arg) => arg.startsWith("--allow")).map((arg) => arg.split("="));
  assert.equal(
    allowed.map(([flag]) => flag),
    ["--allow-net", "--allow-env", "--allow-read"],
  );
  const [net, env, read] = allowed.map(([, list]) => list!.split(","));
  assert.equal(net, ["127.0.0.1:8123"]);
  assert.ok(env!.includes("MODEL_DIR") && env!.every((name) => /^[A-Z_]+$/.test(name)));
  assert.is(read!.length, 3);
  assert.is(read![2], "/data/bundle");
  assert.ok(args.includes("--no-prompt") && !args.includes("-A"));
});

permissions("name LiteRT's library where one is named, unless WebAssembly is", () => {
  const LITERT_LIBRARY = "/opt/libLiteRt.so";
  for (const ENGINE of ["auto", "litert-native"]) {
    const [read, ffi, ...others] = rightsTo(LITERT_LIBRARY, { LITERT_LIBRARY, ENGINE });
    assert.match(read!, /^--allow-read=.*,\/data\/bundle,\/opt\/libLiteRt\.so$/);
    assert.equal([ffi, ...others], ["--allow-ffi=/opt/libLiteRt.so"]);
  }
  assert.equal(rightsTo(LITERT_LIBRARY, { LITERT_LIBRARY, ENGINE: "litert" }), []);
  assert.not.ok(
    denoArguments(readSettings({ ENGINE: "litert-native" }), "/data/bundle").some((arg) =>
      arg.startsWith("--allow-ffi"),
    ),
  );
});

permissions("reach where a bucket is read, and read no folder for it", () => {
  const settings = readSettings({ PORT: "8123", HOST: "127.0.0.1" });
  const args = denoArguments(settings, "gs://models/pets").join(" ");
  const hosts = "127.0.0.1:8123,storage.googleapis.com:443,metadata.google.internal:80";
  assert.match(args, `--allow-net=${hosts} `);
  assert.not.match(args, "gs://");
});

permissions("put an IPv6 address in brackets", () => {
  const args = denoArguments(readSettings({ PORT: "8123", HOST: "::1" }), "/data/bundle");
  assert.ok(args.includes("--allow-net=[::1]:8123"), args.join(" "));
});

/** The arguments that mention a file. */
function rightsTo(path: string, environment: Record<string, string>): string[] {
  return denoArguments(readSettings(environment), "/data/bundle").filter((arg) =>
    arg.includes(path),
  );
}

permissions.run();
