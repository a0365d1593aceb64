/** `pnpm --filter serve start`: checks the settings, then becomes Deno with the permissions that follow from them. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findBundle } from "../model/find-bundle.ts";
import { describeError } from "../observe/log.ts";
import { readSettings } from "../settings.ts";
import { denoArguments } from "./deno-arguments.ts";

try {
  const settings = readSettings(process.env);
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const deno = fileURLToPath(new URL("./deno", import.meta.resolve("deno/package.json")));
  if (!existsSync(deno)) throw new Error(`Cannot find Deno at "${deno}"; run pnpm install`);
  const bundle = await findBundle(settings.MODEL_DIR, { cwd });
  const args = denoArguments(settings, bundle);
  if (process.argv.includes("--print-arguments")) console.log(args.join("\n"));
  // The process becomes Deno, so that signals and the exit code are its own.
  else
    process.execve!(deno, [deno, ...args], {
      ...process.env,
      DENO_NO_UPDATE_CHECK: "1",
      MODEL_DIR: bundle,
    });
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
