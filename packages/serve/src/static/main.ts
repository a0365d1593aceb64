/** `pnpm --filter serve build:static`: a bundle and the page as a folder for any static host. */
import { relative, resolve } from "node:path";
import { BundleError } from "@inception-edge/bundle";
import {
  commandLineArguments,
  describeFlags,
  failureMessage,
  flag,
  parseFlagsOnly,
  runCommandLine,
  UsageError,
  type Invocation,
} from "@inception-edge/host";
import { oneOf } from "@inception-edge/host/values";
import { findBundle } from "../bundle/find-bundle.ts";
import { buildStatic } from "./build-static.ts";

const FLAGS = {
  bundle: flag(
    "DIR",
    "the bundle; by default the newest run's (never the demo's), or the shipped one",
    String,
  ),
  out: flag(
    "DIR",
    'where to; by default "static". A static folder that is there is replaced',
    String,
  ),
  "base-path": flag(
    "PATH",
    "where the host will have it, /demo/; by default /. Only the headers' files need it",
    basePath,
  ),
  variant: flag(
    "NAME",
    "auto (int8 if the bundle has it), int8 or float32",
    oneOf("auto", "int8", "float32"),
  ),
};

const HELP = `Makes a folder that any static host serves: the page, which classifies in the visitor's browser

${describeFlags(FLAGS)}

Try it: npx serve static`;

await runCommandLine(commandLineArguments(), {
  help: HELP,
  run: build,
  explain: (error) => (isInputError(error) ? error.message : failureMessage(error)),
  exitCodeOf: (error) => (error instanceof UsageError ? 2 : 1),
});

async function build({ args, cwd, terminal }: Invocation): Promise<void> {
  const flags = parseFlagsOnly(FLAGS, args);
  const { folder, passedOver } = await findBundle(flags.bundle ?? "", { cwd });
  if (passedOver !== undefined) {
    terminal.line(
      `Not the newest run's bundle, "${relative(cwd, passedOver)}", which knows only the demo's drawings; --bundle takes it`,
    );
  }
  const out = resolve(cwd, flags.out ?? "static");
  const made = await buildStatic({
    bundle: folder,
    out,
    basePath: flags["base-path"] ?? "/",
    variant: flags.variant ?? "auto",
  });
  const shown = relative(cwd, out) || ".";
  terminal.line(`${made.name}, from "${relative(cwd, folder)}"`);
  terminal.line(
    `${shown}: ${made.files} files, ${megabytes(made.bytes)}; a browser loads ${megabytes(made.firstBytes)} before its first answer`,
  );
  terminal.line(`Next: npx serve ${shown}, or copy it to a host with https`);
}

/** @throws {RangeError} */
function basePath(text: string): string {
  if (/^\/([\w.~-]+\/)*$/.test(text)) return text;
  throw new RangeError("a path that begins and ends with a slash, such as /demo/");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function isInputError(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof BundleError;
}
