/** The words after the image's entry point: SageMaker's `serve`, and KServe's flags. Everything else is a variable. */
import { parseArgs } from "node:util";
import type { SettingName } from "../settings.ts";
import { platforms, type Platform } from "./platforms.ts";

/** The setting that each flag stands for. */
const FLAGS = {
  http_port: "PORT",
  model_dir: "MODEL_DIR",
  model_name: "MODEL_NAME",
} as const satisfies Record<string, SettingName>;

type Flag = keyof typeof FLAGS;

/** What the words say. */
export interface StartArguments {
  /** Values of settings. */
  readonly environment: Partial<Record<SettingName, string>>;
  /** The one that starts images with such a word. */
  readonly platform: Platform | undefined;
}

/** @throws {Error} when a word means nothing here */
export function parseStartArguments(args: readonly string[]): StartArguments {
  const { values, words } = parsed(args);
  const platform = platforms.find(
    ({ argument }) => argument !== undefined && words[0] === argument,
  );
  const unknown = words.slice(platform === undefined ? 0 : 1);
  if (unknown.length > 0) throw cannotStart(`"${unknown.join(" ")}" means nothing here`);
  const environment = Object.fromEntries(
    Object.entries(FLAGS).flatMap(([flag, name]) => {
      const value = values[flag as Flag];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { environment, platform };
}

function parsed(args: readonly string[]): {
  readonly values: Partial<Record<Flag, string>>;
  readonly words: readonly string[];
} {
  try {
    const options = Object.fromEntries(
      Object.keys(FLAGS).map((flag) => [flag, { type: "string" } as const]),
    );
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as Partial<Record<Flag, string>>, words: positionals };
  } catch (error) {
    throw cannotStart((error as Error).message.split(/\. |\n/)[0]!, error);
  }
}

function cannotStart(reason: string, cause?: unknown): Error {
  const flags = Object.entries(FLAGS).map(([flag, name]) => `--${flag} (${name})`);
  return new Error(
    `Cannot start: ${reason}; the arguments are serve, ${flags.slice(0, -1).join(", ")} and ${flags.at(-1)}, all else is set by variables`,
    { cause },
  );
}
