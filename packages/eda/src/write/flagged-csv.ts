/** `flagged.csv`: a row for each file with a finding, to look through and to filter in a spreadsheet. */
import { STORED_SIZE } from "@inception-edge/image";
import { standardDeviation } from "../measure/luma.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import type { Report } from "../report.ts";
import { csvText } from "./csv.ts";

/** Findings about folders and classes, not about files. */
const NOT_OF_FILES: ReadonlySet<string> = new Set([
  "structure",
  "missing-train",
  "missing-val",
  "same-label",
  "few",
  "imbalance",
]);

const HEADER = [
  "path",
  "split",
  "id",
  "label",
  "findings",
  "reason",
  "width",
  "height",
  "brightness",
  "contrast",
  "focus",
];

const PIXELS = STORED_SIZE ** 2;

export function flaggedCsv(
  report: Pick<Report, "structure" | "classes" | "files" | "exclude" | "findings">,
  measures: Pick<Measures, "images" | "trainCount" | "table">,
): string {
  const reasons = new Map<string, string>([
    ...report.exclude.map(({ path, reason }) => [path, reason] as const),
    ...report.files.defects.map(
      ({ path, message, cure }) => [path, `${message}; ${cure}`] as const,
    ),
  ]);
  const rowOf = new Map(measures.images.map(({ path }, row) => [path, row]));
  const rows = [...findingsByPath(report)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, ids]) => {
      const row = rowOf.get(path);
      return [
        path,
        ...(row === undefined ? ["", "", ""] : classOf(row)),
        ids.join(" "),
        reasons.get(path) ?? "",
        ...(row === undefined || measures.table.decoded[row] === 0 ? [] : figures(row)),
      ];
    });
  const width = HEADER.length;
  return csvText([HEADER, ...rows.map((row) => [...row, ...empty(width - row.length)])]);

  function classOf(row: number): string[] {
    const { id, label } = report.classes[measures.images[row]!.classIndex]!;
    const isTrain = row < measures.trainCount || report.structure.valFraction !== undefined;
    return [isTrain ? "train" : "val", id, label];
  }

  function figures(row: number): (string | number)[] {
    const { width: wide, height, lumaSums, focus } = measures.table;
    const [sum, sumOfSquares] = [lumaSums[row * 2]!, lumaSums[row * 2 + 1]!];
    return [
      wide[row]!,
      height[row]!,
      (sum / PIXELS).toFixed(1),
      standardDeviation({ sum, sumOfSquares }, PIXELS).toFixed(1),
      Number.isNaN(focus[row]!) ? "" : focus[row]!.toFixed(3),
    ];
  }
}

/** The ids of each file's findings. */
function findingsByPath({ findings }: Pick<Report, "findings">): Map<string, string[]> {
  const byPath = new Map<string, string[]>();
  for (const { id, paths } of findings.filter((finding) => !NOT_OF_FILES.has(finding.id))) {
    for (const path of paths) {
      const ids = byPath.get(path);
      if (ids === undefined) byPath.set(path, [id]);
      else ids.push(id);
    }
  }
  return byPath;
}

function empty(length: number): string[] {
  return Array.from({ length }, () => "");
}
