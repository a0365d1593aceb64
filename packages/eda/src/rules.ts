/** `--fail-on`: rules that a dataset must not break, for automatic checks. */
import { FEW_IMAGES } from "@inception-edge/dataset";
import { UsageError } from "@inception-edge/host";
import { grayImages } from "./analyze/describe-files.ts";
import { flagWords } from "./analyze/flag-findings.ts";
import { flags, type Flag } from "./image-report.ts";
import type { Report } from "./report.ts";

interface RuleKind {
  /** What is measured, for `--help`. */
  readonly counts: string;
  readonly measure: (report: Report) => number;
  /** Whether a limit must be given, because no default suits every dataset. */
  readonly needsLimit?: true;
}

function flagRule(flag: Flag): RuleKind {
  return {
    counts: flagWords[flag].counts,
    measure: ({ images }) => images.flagged[flag].images.length,
  };
}

export const ruleKinds: Readonly<Record<string, RuleKind>> = {
  corrupt: {
    counts: "files that cannot be used: empty, truncated, damaged, not an image",
    measure: ({ files }) => files.defects.length,
  },
  structure: {
    counts: "defects of layout and labels, or differences from the known dataset",
    measure: ({ structure }) => structure.defects.length,
  },
  missing: {
    counts: "classes without images in train, plus those without images in a validation split",
    measure: ({ balance, structure }) =>
      balance.train.missing.length +
      (structure.valFraction === undefined ? balance.val.missing.length : 0),
  },
  leakage: {
    counts: "images of val that are also in train, exactly or nearly",
    measure({ duplicates }) {
      const images = duplicates.groups.filter(({ leak }) => leak).flatMap((group) => group.images);
      return new Set(images.filter(({ split }) => split === "val").map(({ path }) => path)).size;
    },
  },
  conflict: {
    counts: "groups of duplicates with different labels",
    measure: ({ duplicates }) => duplicates.groups.filter(({ conflict }) => conflict).length,
  },
  duplicates: {
    counts: "groups of duplicates of any kind",
    measure: ({ duplicates }) => duplicates.groups.length,
  },
  imbalance: {
    counts: "images of the largest training class divided by those of the smallest",
    measure: ({ balance: { train } }) =>
      train.missing.length > 0 ? Infinity : train.imbalanceRatio,
    needsLimit: true,
  },
  gray: {
    counts: "percentage of training images that are gray",
    measure({ files: { colour }, balance }) {
      return (100 * grayImages(colour.train)) / Math.max(1, balance.train.images);
    },
    needsLimit: true,
  },
  misnamed: {
    counts: "files with the file name extension of another format",
    measure: ({ files }) => files.misnamed.length,
  },
  blank: {
    counts: "blank images",
    measure: ({ images }) => images.blank.length,
  },
  few: {
    counts: `classes with fewer than ${FEW_IMAGES} images`,
    measure: ({ findings }) => findings.find(({ id }) => id === "few")?.paths.length ?? 0,
  },
  ...(Object.fromEntries(flags.map((flag) => [flag, flagRule(flag)])) as Record<Flag, RuleKind>),
  any: {
    counts: "findings of any kind",
    measure: ({ findings }) => findings.length,
  },
};

/** Older name → name: both can be given. */
const FORMER_NAMES: Readonly<Record<string, string>> = { grey: "gray" };

export interface Rule {
  readonly name: string;
  /** The rule is broken above this value. */
  readonly limit: number;
}

/**
 * Reads `corrupt,leakage,imbalance>2`.
 *
 * @throws {UsageError} naming every unknown rule and every missing or wrong limit
 */
export function parseRules(text: string): Rule[] {
  const faults: string[] = [];
  const rules = text.split(",").map((part): Rule => {
    const [, given = "", limit] = /^\s*([^>\s]*)\s*(?:>\s*(.*?)\s*)?$/.exec(part) ?? [];
    const name = Object.hasOwn(FORMER_NAMES, given) ? FORMER_NAMES[given]! : given;
    const kind = Object.hasOwn(ruleKinds, name) ? ruleKinds[name] : undefined;
    if (!kind) {
      faults.push(`Unknown rule "${part.trim()}"; wanted ${Object.keys(ruleKinds).join(", ")}`);
    } else if (limit === undefined && kind.needsLimit) {
      // The shell takes an unquoted ">" as a redirection.
      faults.push(`Rule "${name}" wants a limit; write "${name}>2", in quotes`);
    } else if (limit !== undefined && !/^\d+(\.\d+)?$/.test(limit)) {
      faults.push(`Rule "${name}" wants a number after ">", and got "${limit}"`);
    }
    return { name, limit: Number(limit ?? 0) };
  });
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return rules;
}

export interface BrokenRule extends Rule {
  readonly measured: number;
}

export function brokenRules(report: Report, rules: readonly Rule[]): BrokenRule[] {
  return rules
    .map((rule) => ({ ...rule, measured: ruleKinds[rule.name]!.measure(report) }))
    .filter(({ measured, limit }) => measured > limit);
}

export function describeRules(): string {
  const width = Math.max(...Object.keys(ruleKinds).map((name) => name.length)) + 2;
  return Object.entries(ruleKinds)
    .map(
      ([name, { counts, needsLimit }]) =>
        `  ${(needsLimit ? `${name}>N` : name).padEnd(width)}  ${counts}`,
    )
    .join("\n");
}
