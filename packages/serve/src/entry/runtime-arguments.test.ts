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

permissions("put an IPv6 address in brackets", () => {
  const args = denoArguments(readSettings({ PORT: "8123", HOST: "::1" }), "/data/bundle");
  assert.ok(args.includes("--allow-net=[::1]:8123"), args.join(" "));
});

permissions.run();
