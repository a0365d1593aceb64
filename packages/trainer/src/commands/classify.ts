/** `classify`: prints the five most likely classes of image files, using a bundle. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bundleFile, prepareInput, readBundle, topK } from "@inception-edge/bundle";
import { anyText, describeFlags, flag, parseFlags, UsageError } from "@inception-edge/host";
import { ImageError, loadDecoder } from "@inception-edge/image";
import { openModel } from "@inception-edge/inference";
import { tfliteEngine } from "../answers/tflite-engine.ts";
import { bundleFolder } from "../assemble/default-paths.ts";
import type { Command } from "./command.ts";

const flags = {
  bundle: flag("DIR", "the bundle (default: runs/latest/bundle)", anyText),
} as const;

export const classify: Command = {
  summary: "classify image files",
  help: `Prints the five most likely classes of each image file.

  pnpm --filter trainer start classify [--bundle DIR] FILE…

${describeFlags(flags)}`,

  async run({ args, cwd, terminal }) {
    const { flags: given, positionals } = parseFlags(flags, args);
    if (positionals.length === 0)
      throw new UsageError("Cannot classify: no image file given; see classify --help");
    const folder = await bundleFolder(given.bundle, cwd);
    const role = "tflite-float32";
    const bundle = await readBundle((path) => readFile(join(folder, path)), { roles: [role] });
    const { input, classes } = bundle.manifest;
    const decoder = await loadDecoder({ background: input.background });
    const model = await openModel(bundleFile(bundle, role), { engine: await tfliteEngine() });

    for (const path of positionals) {
      const image = await decodeFile(resolve(cwd, path));
      const [probabilities] = await model.run(prepareInput(input, image));
      terminal.line(path);
      for (const { classIndex, score: probability } of topK(probabilities!, 5)) {
        const { id, label } = classes[classIndex]!;
        const name = id === label ? label : `${id}  ${label}`;
        terminal.line(`  ${(100 * probability).toFixed(1).padStart(5)} %  ${name}`);
      }
    }

    async function decodeFile(path: string): Promise<ReturnType<typeof decoder.decode>> {
      try {
        const bytes = await readFile(path);
        await decoder.load(bytes);
        return decoder.decode(bytes);
      } catch (cause) {
        const reason = cause instanceof ImageError ? cause.message : readFailure(cause);
        throw new Error(`Cannot classify "${path}": ${reason}`, { cause });
      }
    }
  },
};

function readFailure(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "it is a folder; give the files in it";
    default:
      return (cause as Error).message;
  }
}
