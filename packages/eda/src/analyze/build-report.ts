/** Builds the report from the measurements. Pure, except that it reads the pixels of possible duplicates. */
import {
  describeDataset,
  findNearDuplicates,
  findShortages,
  TRAINING_NEEDS,
  type ChannelMoments,
  type ClassLabel,
  type Defect,
  type Survey,
} from "@inception-edge/dataset";
import { DECODER_ID, STORED_SIZE } from "@inception-edge/image";
import type { NamedImage } from "../image-report.ts";
import type { Measures } from "../measure/measure-dataset.ts";
import { INPUT_SIZE } from "../measure/measure-image.ts";
import { storedHistogram } from "../measure/split-sums.ts";
import {
  REPORT_VERSION,
  type ChannelReport,
  type ClassReport,
  type DuplicateReport,
  type Report,
  type Split,
} from "../report.ts";
import { channelMoments } from "./channel-moments.ts";
import { classBalance } from "./class-balance.ts";
import { colorModeOf, describeFiles } from "./describe-files.ts";
import { describeImages } from "./describe-images.ts";
import { distinctRows, exactDuplicates } from "./duplicates.ts";
import { excludeEntries } from "./exclude.ts";
import { findingsOf } from "./findings.ts";
import { meanDifference, mirror } from "./mean-difference.ts";
import { groupOf, mergeGroups } from "./merge-groups.ts";
import { recognizeConstants } from "./published-constants.ts";
import { trainingPlan, type Addresses } from "./training-plan.ts";

export interface ReportSource {
  readonly survey: Survey;
  readonly measures: Measures;
  /** The stored pixels of a row, `[64, 64, 3]`; undefined if its file can no longer be read. */
  readonly pixelsOf: (row: number) => Uint8Array | undefined;
  readonly now: Date;
  /** Hidden and system files, by name. */
  readonly litter: Readonly<Record<string, number>>;
  readonly addresses: Addresses;
}

export function buildReport(source: ReportSource): Report {
  const { survey, measures, now, litter, addresses } = source;
  const { dataset } = survey;
  const { valFraction } = dataset;
  const trainCount = dataset.train.length;
  const files = describeFiles(measures, trainCount);
  const isTiny = dataset.layout === "tiny-imagenet";
  const isOfFile = (defect: Defect): boolean => isTiny && isFileDefect(defect);
  const brokenFiles = [
    ...dataset.leftOut,
    ...survey.defects.filter(isOfFile),
    ...files.defects,
  ].toSorted(byPath);
  const defects = [
    ...survey.defects.filter((defect) => !isOfFile(defect)),
    ...findTrainingShortages(survey, files.defects),
  ];
  const classes = describeClasses(measures, dataset.classes, trainCount);
  const train = describeChannels(measures, "train", trainCount);
  const val = describeChannels(measures, "val", trainCount);
  const trainPaths = new Set(dataset.train.map(({ path }) => path));
  const likenesses = findLikenesses(source, nameOf);
  const facts = {
    schemaVersion: REPORT_VERSION,
    created: now.toISOString(),
    dataset: { name: dataset.name, fingerprint: measures.fingerprint, decoder: DECODER_ID },
    structure: {
      layout: dataset.layout,
      summary: describeDataset(dataset),
      claims: survey.claims?.name ?? null,
      matches: defects.length === 0,
      defects,
      notices: dataset.notices,
      passedOver: litter,
      ...(valFraction !== undefined && { valFraction }),
    },
    balance: {
      train: classBalance(classes.map(({ train: images }) => images)),
      val: classBalance(classes.map(({ val: images }) => images)),
    },
    classes,
    channels: { ...(train && { train }), ...(val && { val }) },
    publishedConstants: train ? recognizeConstants(train.stored) : [],
    files: { ...files, defects: brokenFiles },
    images: describeImages(measures, nameOf),
    duplicates: { ...likenesses, groups: mergeGroups(likenesses.groups) },
    exclude: excludeEntries(likenesses.groups, {
      broken: brokenFiles,
      isTrain: (path) => trainPaths.has(path),
    }),
  } as const;
  const report = { ...facts, training: trainingPlan(facts, addresses) };
  return { ...report, findings: findingsOf(report) };

  function nameOf(row: number): NamedImage {
    const { path, classIndex } = measures.images[row]!;
    const { id, wnid, label } = dataset.classes[classIndex]!;
    const split = row < trainCount ? "train" : "val";
    return { path, split, id, ...(wnid !== undefined && { wnid }), label };
  }
}

/** Whether a defect is about one image file and not about the folder's layout. */
function isFileDefect({ code, path }: Defect): boolean {
  return code !== "missing-image" && /\/images\/./.test(path);
}

/** Classes and images that training would be short of. */
function findTrainingShortages({ dataset, defects }: Survey, broken: readonly Defect[]): Defect[] {
  const isLeftOut = dataset.layout !== "tiny-imagenet";
  const excluded = new Set(isLeftOut ? broken.map(({ path }) => path) : []);
  return findShortages(dataset, { needs: TRAINING_NEEDS, excluded, defects });
}

function byPath(a: Defect, b: Defect): number {
  return a.path < b.path ? -1 : 1;
}

function describeClasses(
  measures: Measures,
  classes: readonly ClassLabel[],
  trainCount: number,
): ClassReport[] {
  const { images, table, train, val } = measures;
  const gray = { oneChannel: classes.map(() => 0), greyStoredAsColour: classes.map(() => 0) };
  const rows = classes.map((): number[] => []);
  for (const [row, { classIndex }] of images.slice(0, trainCount).entries()) {
    if (table.decoded[row] === 0) continue;
    rows[classIndex]!.push(row);
    const mode = colorModeOf(measures, row);
    if (mode === "oneChannel" || mode === "greyStoredAsColour") gray[mode][classIndex]! += 1;
  }
  return classes.map(({ id, wnid, label, name }, index) => {
    const histogram = train.classes[index]!.stored;
    const stored = channelMoments({
      size: STORED_SIZE,
      histogram,
      sums: table.storedSums,
      rows: rows[index]!,
    });
    return {
      id,
      ...(wnid !== undefined && { wnid }),
      label,
      name,
      train: train.classes[index]!.images,
      val: val.classes[index]!.images,
      oneChannel: gray.oneChannel[index]!,
      greyStoredAsColour: gray.greyStoredAsColour[index]!,
      ...(stored && { stored }),
    };
  });
}

function describeChannels(
  measures: Measures,
  split: Split,
  trainCount: number,
): ChannelReport | undefined {
  const { table, [split]: splitSums } = measures;
  if (splitSums.images === 0) return undefined;
  const rows = [...table.decoded.keys()].filter(
    (row) => table.decoded[row] === 1 && row < trainCount === (split === "train"),
  );
  const stored = storedHistogram(splitSums);
  const moments = (size: number, histogram: Float64Array, sums: Uint32Array): ChannelMoments =>
    channelMoments({ size, histogram, sums, rows })!;
  return {
    images: splitSums.images,
    stored: moments(STORED_SIZE, stored, table.storedSums),
    inputs: {
      bilinear: moments(INPUT_SIZE, splitSums.bilinear, table.bilinearSums),
      "center-crop": moments(INPUT_SIZE, splitSums.centerCrop, table.centerCropSums),
    },
    histogram: [0, 256, 512].map((from) => [...stored.subarray(from, from + 256)]),
  };
}

/** Groups of images that are alike; an image may be in several groups. */
function findLikenesses(
  { measures, pixelsOf }: ReportSource,
  nameOf: (row: number) => NamedImage,
): DuplicateReport {
  const { table } = measures;
  const exact = exactDuplicates(table);
  const { pairs, compared, bounded } = findNearDuplicates(table, distinctRows(table, exact));
  // Only the first of equal images was compared; the others are near to the same images.
  const equals = new Map(exact.map((rows) => [rows[0]!, rows]));
  const alike = (row: number): readonly number[] => equals.get(row) ?? [row];
  return {
    groups: [
      ...exact.map((rows) => groupOf(rows.map(nameOf), { kind: "exact", difference: 0 })),
      ...pairs.map(({ a, b, mirrored }) =>
        groupOf([...alike(a), ...alike(b)].map(nameOf), {
          kind: mirrored ? "mirrored" : "near",
          difference: differenceOf(a, b, mirrored),
        }),
      ),
    ],
    compared,
    bounded,
  };

  /** 0 if a file can no longer be read. */
  function differenceOf(a: number, b: number, mirrored: boolean): number {
    const [one, other] = [pixelsOf(a), pixelsOf(b)];
    return one && other ? meanDifference(one, mirrored ? mirror(other) : other) : 0;
  }
}
