/** Findings about flagged images, and what each flag is called. */
import { formatCount, formatInteger } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import { flags, type Flag } from "../image-report.ts";
import type { Finding, Report } from "../report.ts";

type Facts = Pick<Report, "images">;

interface FlagWords {
  /** As a heading. */
  readonly title: string;
  /** What `--fail-on` counts. */
  readonly counts: string;
  /** What was measured, with a unit where it has one. */
  readonly measure: string;
  /** Digits behind the point that tell its values apart. */
  readonly digits: number;
  /** What one or several images are, with "is" or "are": "are dark". */
  readonly are: (verb: string) => string;
  readonly detail: (limit: number, images: Report["images"]) => string;
  readonly cure: string;
}

const LOOK = "Look at them, and exclude those that do not show their class";
const SQUEEZED = `The trainer squeezes every image to ${STORED_SIZE}×${STORED_SIZE} and crops nothing`;

/** In the order of the report. */
export const flagWords: Readonly<Record<Flag, FlagWords>> = {
  blurred: {
    title: "Blurred",
    counts: "images far less in focus than the others",
    measure: "focus",
    digits: 2,
    are: (verb) => `${verb} far less in focus than the others`,
    detail: (limit, { focus }) =>
      `Their focus is below ${limit.toFixed(2)}, with a median of ${focus.median.toFixed(2)}: an outlier among these images by its modified z-score. A scene without edges, such as fog or water, is flagged too.`,
    cure: LOOK,
  },
  dark: {
    title: "Dark",
    counts: "images that are dark nearly everywhere",
    measure: "lightest tone, of 255",
    digits: 0,
    are: (verb) => `${verb} dark`,
    detail: () => "99 % of their pixels stay below a third of full brightness in every channel.",
    cure: LOOK,
  },
  overexposed: {
    title: "Overexposed",
    counts: "images that are white nearly everywhere",
    measure: "darkest tone, of 255",
    digits: 0,
    are: (verb) => `${verb} overexposed`,
    detail: () => "95 % of their pixels are nearly white.",
    cure: LOOK,
  },
  flat: {
    title: "Flat",
    counts: "images with hardly any contrast",
    measure: "range of tones, of 255",
    digits: 0,
    are: (verb) => `${verb} flat`,
    detail: () => "98 % of their pixels lie within 5 % of the way from black to white.",
    cure: LOOK,
  },
  small: {
    title: `Smaller than ${STORED_SIZE} pixels`,
    counts: `images of a width or height below ${STORED_SIZE} pixels, which are enlarged`,
    measure: "pixels of the shorter side",
    digits: 0,
    are: (verb) => `${verb} smaller than ${STORED_SIZE} pixels`,
    detail: () =>
      `Width or height is below ${STORED_SIZE}. The trainer enlarges them to ${STORED_SIZE}×${STORED_SIZE}, which adds no detail: a class of such images is told by its blur.`,
    cure: "Use larger originals if there are any",
  },
  elongated: {
    title: "Elongated",
    counts: "images at least three times as long as wide, which are squeezed",
    measure: "longer side by shorter",
    digits: 1,
    are: (verb) => `${verb} at least three times as long as wide`,
    detail: (_, { flagged }) =>
      `${SQUEEZED}, so that what these show is distorted, by up to ${formatInteger(Math.round(flagged.elongated.images[0]!.value))} times.`,
    cure: "Crop them to what shows the class",
  },
};

/** One warning for each flag that an image has. */
export function flaggedImages({ images }: Facts): Finding[] {
  return flags
    .filter((flag) => images.flagged[flag].images.length > 0)
    .map((flag) => {
      const { images: found, limit } = images.flagged[flag];
      const { are, detail, cure } = flagWords[flag];
      const subject = formatCount(found.length, "image");
      return {
        id: flag,
        severity: "warning",
        title: `${subject} ${are(found.length === 1 ? "is" : "are")}`,
        detail: detail(limit!, images),
        cure,
        paths: found.map(({ path }) => path),
      };
    });
}
