/** Files of one idea, packages of one subject. */
import { isTest, packageOf, type Fault, type Finding, type House, type Module } from "../house.ts";

/** Three quarters of the files have no more lines than this; the longest is held by the linter's `max-lines`. */
const MOST_LINES_OF_THREE_QUARTERS = 90;
const LARGEST_SHARE = 0.25;

/** Of the sources: packages, deploy and scripts, without tests and benches. */
export function sizes(house: House): Finding {
  const sources = [...house.modules.values()].filter(
    ({ path }) => !isTest(path) && /^(packages|deploy|scripts)\//.test(path),
  );
  const lines = sources.map((source) => source.lines).toSorted((a, b) => a - b);
  const p75 = lines[Math.ceil(lines.length * 0.75) - 1] ?? 0;
  const longest = sources.toSorted((a, b) => b.lines - a.lines)[0];
  const total = sumLines(sources);
  const [name, largest] = [...Map.groupBy(sources, ({ path }) => packageOf(path) ?? "")]
    .filter(([folder]) => folder !== "")
    .map(([folder, modules]) => [folder, sumLines(modules)] as const)
    .toSorted(([, a], [, b]) => b - a)[0] ?? ["", 0];
  const share = largest / total;

  const faults: Fault[] = [];
  if (share > LARGEST_SHARE) {
    faults.push({
      place: `packages/${name}`,
      problem: `holds ${percent(share)} of the lines, more than ${percent(LARGEST_SHARE)}; give one of its subjects a package of its own`,
    });
  }
  if (p75 > MOST_LINES_OF_THREE_QUARTERS) {
    faults.push({
      place: "packages",
      problem: `a quarter of the files have more than ${p75} lines, not ${MOST_LINES_OF_THREE_QUARTERS}; split the longest`,
    });
  }
  return {
    measures: [
      { name: "source files", value: String(sources.length), limit: "" },
      { name: "lines of source", value: String(total), limit: "" },
      { name: `largest package: ${name}`, value: percent(share), limit: percent(LARGEST_SHARE) },
      {
        name: "lines a file, p75",
        value: String(p75),
        limit: String(MOST_LINES_OF_THREE_QUARTERS),
      },
      {
        name: `longest file: ${longest?.path}`,
        value: String(longest?.lines),
        limit: "220, by the linter",
      },
    ],
    faults,
  };
}

function sumLines(modules: readonly Module[]): number {
  return modules.reduce((sum, { lines }) => sum + lines, 0);
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
