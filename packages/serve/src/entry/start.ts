/**
 * `pnpm --filter serve start` and `start:node`: checks the settings, with `--native` provides LiteRT's library, then
 * becomes the runtime, with the permissions and flags that follow from them.
 */
import { relative } from "node:path";
import { describeError } from "@inception-edge/host/describe-error";
import { findBundle } from "../bundle/find-bundle.ts";
import { findStart } from "../platform/find-start.ts";
import { provideBrowserFiles } from "../static/provide-browser-files.ts";
import { denoProgram } from "./deno-program.ts";
import { nativeEnvironment } from "./native-environment.ts";
import { denoArguments, memoryEnvironment, nodeArguments } from "./runtime-arguments.ts";

try {
  const native = await nativeEnvironment(process.env, process.argv.includes("--native"));
  const environment = { ...process.env, ...native };
  const settings = await findStart(environment, { args: [] });
  const cwd = process.env["INIT_CWD"] ?? process.cwd();
  const { folder: bundle, passedOver } = await findBundle(settings.MODEL_DIR, { cwd });
  if (passedOver !== undefined) {
    process.stderr.write(
      `Note: serving "${relative(cwd, bundle)}", since the newest run knows only the demo's drawings; set MODEL_DIR="${relative(cwd, passedOver)}" to serve that one\n`,
    );
  }
  if (settings.HAND_OUT_MODEL === "on") await prepareBrowserFiles();
  const onNode = process.argv.includes("--node");
  const program = onNode ? process.execPath : denoProgram();
  const args = onNode ? nodeArguments() : denoArguments(settings, bundle);
  if (process.argv.includes("--print-arguments")) console.log(args.join("\n"));
  else {
    // The process becomes the runtime, so that signals and the exit code are its own.
    process.execve!(program, [program, ...args], {
      ...memoryEnvironment,
      ...environment,
      DENO_NO_UPDATE_CHECK: "1",
      MODEL_DIR: bundle,
      PORT: String(settings.PORT),
    });
  }
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}

/** Without them the service serves all the same. */
async function prepareBrowserFiles(): Promise<void> {
  try {
    await provideBrowserFiles();
  } catch (error) {
    process.stderr.write(
      `Note: the page does not offer to classify in the browser: ${describeError(error)}\n`,
    );
  }
}
