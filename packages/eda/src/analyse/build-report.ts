/** From what was measured to the report. Pure but for the pixels of the few images that must be compared. */
import type { ChannelMoments, ClassLabel, Defect, Survey } from "@inception-edge/dataset";
import { DECODER_ID, STORED_SIZE } from "@inception-edge/image";
import { INPUT_SIZE } from "../measure/measure-image.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import { storedHistogram } from "../measure/split-sums.ts";
import {
  REPORT_VERSION,
  type ChannelReport,
  type ClassReport,
  type DuplicateGroup,
  type DuplicateReport,
  type NamedImage,
  type Report,
  type Split,
} from "../report.ts";
import { channelMoments } from "./channel-moments.ts";
import { classBalance } from "./class-balance.ts";
import { colourModeOf, describeFiles } from "./describe-files.ts";
import { describeImages } from "./describe-images.ts";
import { distinctRows, exactDuplicates } from "./duplicates.ts";
import { excludeEntries } from "./exclude.ts";
import { findingsOf } from "./findings.ts";
import { nearCandidates } from "./near-candidates.ts";
import { canBeNear, confirmNear } from "./near-duplicates.ts";
import { recognizeConstants } from "./published-constants.ts";

export interface ReportSource {
  readonly survey: Survey;
  readonly measures: Measures;
  /** The stored pixels of a row, `[64, 64, 3]`; undefined if its file is gone meanwhile. */
  readonly pixelsOf: (row: number) => Uint8Array | undefined;
  readonly now: Date;
}

export function buildReport(source: ReportSource): Report {
  const { survey, measures, now } = source;
  const { dataset } = survey;
  const trainCount = dataset.train.length;
  const [broken, defects] = [
    survey.defects.filter(isBroken),
    survey.defects.filter((defect) => !isBroken(defect)),
  ];
  const files = describeFiles(measures, trainCount);
  const classes = describeClasses(measures, dataset.classes);
  const train = describeChannels(measures, "train", trainCount);
  const val = describeChannels(measures, "val", trainCount);
  const duplicates = findDuplicates(source, nameOf);
  const facts = {
    schemaVersion: REPORT_VERSION,
    created: now.toISOString(),
    dataset: { name: dataset.name, fingerprint: measures.fingerprint, decoder: DECODER_ID },
    structure: {
      claims: survey.claims?.name ?? null,
      matches: defects.length === 0,
      defects,
      notices: dataset.notices,
    },
    balance: {
      train: classBalance(classes.map((of) => of.train)),
      val: classBalance(classes.map((of) => of.val)),
    },
    classes,
    channels: { ...(train && { train }), ...(val && { val }) },
    publishedConstants: train ? recognizeConstants(train.stored) : [],
    files: {
      ...files,
      defects: [...broken, ...files.defects].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    },
    images: describeImages(measures, nameOf),
    duplicates,
    exclude: excludeEntries(duplicates.groups),
  } as const;
  return { ...facts, findings: findingsOf(facts) };

  function nameOf(row: number): NamedImage {
    const { path, classIndex } = measures.images[row]!;
    const { wnid, label } = dataset.classes[classIndex]!;
    return { path, split: row < trainCount ? "train" : "val", wnid, label };
  }
}

/** Whether a defect is of one file, and not of the folder's layout. */
function isBroken({ code, path }: Defect): boolean {
  return code === "empty" || (code === "not-a-file" && path.includes("/images/"));
}

function describeClasses(measures: Measures, classes: readonly ClassLabel[]): ClassReport[] {
  const { images, table, train, val } = measures;
  const grey = { oneChannel: classes.map(() => 0), greyStoredAsColour: classes.map(() => 0) };
  const rows = classes.map((): number[] => []);
  for (const [row, { classIndex, path }] of images.entries()) {
    if (table.decoded[row] === 0 || !path.startsWith("train/")) continue;
    rows[classIndex]!.push(row);
    const mode = colourModeOf(measures, row);
    if (mode === "oneChannel" || mode === "greyStoredAsColour") grey[mode][classIndex]! += 1;
  }
  return classes.map(({ wnid, label, name }, index) => {
    const histogram = train.classes[index]!.stored;
    const stored = channelMoments({
      size: STORED_SIZE,
      histogram,
      sums: table.storedSums,
      rows: rows[index]!,
    });
    return {
      wnid,
      label,
      name,
      train: train.classes[index]!.images,
      val: val.classes[index]!.images,
      oneChannel: grey.oneChannel[index]!,
      greyStoredAsColour: grey.greyStoredAsColour[index]!,
      ...(stored && { stored }),
    };
  });
}

function describeChannels(
  measures: Measures,
  split: Split,
  trainCount: number,
): ChannelReport | undefined {
  const { table, [split]: sums } = measures;
  if (sums.images === 0) return undefined;
  const rows = [...table.decoded.keys()].filter(
    (row) => table.decoded[row] === 1 && row < trainCount === (split === "train"),
  );
  const stored = storedHistogram(sums);
  const moments = (size: number, histogram: Float64Array, of: Uint32Array): ChannelMoments =>
    channelMoments({ size, histogram, sums: of, rows })!;
  return {
    images: sums.images,
    stored: moments(STORED_SIZE, stored, table.storedSums),
    inputs: {
      bilinear: moments(INPUT_SIZE, sums.bilinear, table.bilinearSums),
      "center-crop": moments(INPUT_SIZE, sums.centerCrop, table.centerCropSums),
    },
    histogram: [0, 256, 512].map((from) => [...stored.subarray(from, from + 256)]),
  };
}

function findDuplicates(
  { measures, pixelsOf }: ReportSource,
  nameOf: (row: number) => NamedImage,
): DuplicateReport {
  const { table } = measures;
  const exact = exactDuplicates(table);
  const isPossible = canBeNear(table, STORED_SIZE ** 2);
  const candidates = nearCandidates(table, distinctRows(table, exact), isPossible);
  const near = confirmNear(candidates.pairs, pixelsOf);
  // Only the first of equal images was compared; what it is near to, the others are too.
  const equals = new Map(exact.map((rows) => [rows[0]!, rows]));
  const alike = (row: number): readonly number[] => equals.get(row) ?? [row];
  return {
    groups: [
      ...exact.map((rows) => groupOf("exact", 0, rows)),
      ...near.map(({ a, b, mirrored, difference }) =>
        groupOf(mirrored ? "mirrored" : "near", difference, [...alike(a), ...alike(b)]),
      ),
    ],
    compared: candidates.pairs.length,
    bounded: candidates.bounded,
  };

  function groupOf(
    kind: DuplicateGroup["kind"],
    difference: number,
    rows: readonly number[],
  ): DuplicateGroup {
    const images = rows.map(nameOf);
    return {
      kind,
      difference,
      images,
      conflict: new Set(images.map(({ wnid }) => wnid)).size > 1,
      leak: new Set(images.map(({ split }) => split)).size > 1,
    };
  }
}
