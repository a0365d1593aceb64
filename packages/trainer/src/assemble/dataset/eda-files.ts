/** Reads the files that `eda` makes for a dataset: images to leave out, and channel statistics. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  checkOrigin,
  decodeText,
  parseChannelStats,
  parseExcludeList,
  type ChannelMoments,
  type DatasetOrigin,
} from "@inception-edge/dataset";
import type { Flags } from "@inception-edge/host";
import type { trainFlags } from "../train-flags.ts";

/** The contents of the files that the flags name. */
export interface EdaFiles {
  /** Paths relative to the dataset's root. */
  readonly exclude: readonly string[];
  /** Statistics of the training images as stored, in [0, 1]. */
  readonly channelStats?: ChannelMoments;
  /** @throws {Error} if a file was made from another dataset, or by another decoder. */
  check(packed: DatasetOrigin): void;
}

/** Call it before the images are packed, so that a missing file is found at once. */
export async function readEdaFiles(
  flags: Pick<Flags<typeof trainFlags>, "exclude" | "channel-stats">,
  cwd: string,
): Promise<EdaFiles> {
  const origins: { readonly origin: DatasetOrigin; readonly file: string }[] = [];

  async function read<Parsed>(
    path: string,
    { what, parse }: { readonly what: string; readonly parse: (text: string) => Parsed },
  ): Promise<{ readonly parsed: Parsed; readonly file: string }> {
    const file = `the ${what} "${resolve(cwd, path)}"`;
    const bytes = await readFile(resolve(cwd, path)).catch((cause: NodeJS.ErrnoException) => {
      const reason = cause.code === "ENOENT" ? "no such file" : `it is unreadable (${cause.code})`;
      throw new Error(`Cannot read ${file}: ${reason}`, { cause });
    });
    try {
      return { parsed: parse(decodeFile(bytes)), file };
    } catch (cause) {
      throw new Error(
        `Cannot use ${file}: ${(cause as Error).message}; make it with \`pnpm --filter eda start\``,
        { cause },
      );
    }
  }

  let exclude: readonly string[] = [];
  if (flags.exclude !== undefined) {
    const what = "exclude list";
    const { parsed, file } = await read(flags.exclude, { what, parse: parseExcludeList });
    if (parsed.origin) origins.push({ origin: parsed.origin, file });
    exclude = parsed.paths;
  }
  let channelStats: ChannelMoments | undefined;
  if (flags["channel-stats"] !== undefined) {
    const what = "channel statistics";
    const { parsed, file } = await read(flags["channel-stats"], { what, parse: parseChannelStats });
    origins.push({ origin: parsed.dataset, file });
    channelStats = parsed.stored;
  }
  return {
    exclude,
    ...(channelStats && { channelStats }),
    check(packed) {
      for (const { origin, file } of origins) checkOrigin(origin, { packed, file });
    },
  };
}

/** @throws {SyntaxError} with a clause about the file */
function decodeFile(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw new SyntaxError(`it ${(cause as Error).message}`, { cause });
  }
}
