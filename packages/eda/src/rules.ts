/** `--fail-on`: what a dataset must not have, for a check that a machine runs. */
import { UsageError } from "@inception-edge/host";
import { greyImages } from "./analyse/grey.ts";
import type { Report } from "./report.ts";

interface RuleKind {
  /** What is counted, for `--help`. */
  readonly counts: string;
  readonly measure: (report: Report) => number;
  /** Whether a limit must be given, there being none that suits everybody. */
  readonly needsLimit?: true;
}

export const ruleKinds: Readonly<Record<string, RuleKind>> = {
  corrupt: {
    counts: "files that give no image: empty, truncated, damaged, no image",
    measure: ({ files }) => files.defects.length,
  },
  structure: {
    counts: "differences from the known dataset, or of the folder from itself",
    measure: ({ structure }) => structure.defects.length,
  },
  missing: {
    counts: "classes without an image in train, and in val",
    measure: ({ balance }) => balance.train.missing.length + balance.val.missing.length,
  },
  leakage: {
    counts: "images of val that are in train too, exactly or nearly",
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
    counts: "the largest training class over the smallest",
    measure: ({ balance: { train } }) =>
      train.missing.length > 0 ? Infinity : train.imbalanceRatio,
    needsLimit: true,
  },
  grey: {
    counts: "percent of the training images that are grey",
    measure({ files: { colour }, balance }) {
      return (100 * greyImages(colour.train)) / Math.max(1, balance.train.images);
    },
    needsLimit: true,
  },
  misnamed: {
    counts: "files named as another format than they have",
    measure: ({ files }) => files.misnamed.length,
  },
  blank: {
    counts: "images that show nothing",
    measure: ({ images }) => images.blank.length,
  },
  any: {
    counts: "findings of any kind",
    measure: ({ findings }) => findings.length,
  },
};

export interface Rule {
  readonly name: string;
  /** The rule fails above it. */
  readonly limit: number;
}

/**
 * Reads `corrupt,leakage,imbalance>2`.
 *
 * @throws {UsageError} naming every rule that is none.
 */
export function parseRules(text: string): Rule[] {
  const faults: string[] = [];
  const rules = text.split(",").map((part): Rule => {
    const [, name = "", limit] = /^\s*([^>\s]*)\s*(?:>\s*(.*?)\s*)?$/.exec(part) ?? [];
    const kind = Object.hasOwn(ruleKinds, name) ? ruleKinds[name] : undefined;
    if (!kind) {
      faults.push(`Unknown rule "${part.trim()}"; wanted ${Object.keys(ruleKinds).join(", ")}`);
    } else if (limit === undefined && kind.needsLimit) {
      // An unquoted > never arrives: the shell takes it.
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
