/**
 * Compares the last answers with those to held-out images. It keeps three small numbers of each answer, and nothing of an
 * image.
 */
import {
  binOf,
  classGroups,
  populationStability,
  type Bins,
  type BundleDrift,
} from "@inception-edge/bundle";
import type { Classified } from "../worker/job.ts";

/** Answers that are compared. */
const WINDOW = 1000;

/** With fewer, chance looks like change. */
const LEAST = 200;

/** The answers of one model. */
export class DriftWatch {
  readonly #images: number;
  readonly #groups: readonly number[];
  readonly #measures: Readonly<Record<string, Measure>>;
  /** The bin of each measure in each answer of the window, the oldest overwritten first. */
  readonly #window: Int16Array[] = [];
  #next = 0;

  /** @param role of the file that answers */
  constructor({ images, classes, confidence, oodScore }: BundleDrift, role: string) {
    this.#images = images;
    this.#groups = classGroups(classes);
    const shares = Array.from({ length: Math.max(...this.#groups) + 1 }, () => 0);
    for (const [index, share] of classes.entries()) shares[this.#groups[index]!]! += share;
    const ofConfidence = confidence[role];
    const ofOodScore = oodScore[role];
    this.#measures = {
      class: { shares, bin: (_, { classIndex }) => this.#groups[classIndex]! },
      ...(ofConfidence && { confidence: binned(ofConfidence, (_, { score }) => score) }),
      ...(ofOodScore && { ood_score: binned(ofOodScore, (answer) => answer.oodScore ?? 0) }),
    };
  }

  /** How many are compared. */
  get answers(): number {
    return this.#window.length;
  }

  add(answer: Pick<Classified, "scores" | "oodScore">): void {
    const top = topOf(new Float32Array(answer.scores));
    const bins = Object.values(this.#measures).map(({ bin }) => bin(answer, top));
    this.#window[this.#next] = Int16Array.from(bins);
    this.#next = (this.#next + 1) % WINDOW;
  }

  /** The population stability index by measure; empty until there are answers enough. */
  indices(): Record<string, number> {
    if (this.#window.length < LEAST) return {};
    return Object.fromEntries(
      Object.entries(this.#measures).map(([name, { shares }], measure) => {
        const counts = shares.map(() => 0);
        for (const bins of this.#window) counts[bins[measure]!]! += 1;
        return [name, populationStability(shares, this.#images, counts)];
      }),
    );
  }
}

interface Top {
  readonly classIndex: number;
  readonly score: number;
}

type Seen = Pick<Classified, "scores" | "oodScore">;

interface Measure {
  /** On held-out. */
  readonly shares: readonly number[];
  readonly bin: (answer: Seen, top: Top) => number;
}

/** The most likely class, found without sorting: this is done for every answer. */
function topOf(scores: Float32Array): Top {
  let classIndex = 0;
  for (let index = 1; index < scores.length; index += 1) {
    if (scores[index]! > scores[classIndex]!) classIndex = index;
  }
  return { classIndex, score: scores[classIndex]! };
}

function binned({ bounds, shares }: Bins, value: (answer: Seen, top: Top) => number): Measure {
  return { shares, bin: (answer, top) => binOf(bounds, value(answer, top)) };
}
