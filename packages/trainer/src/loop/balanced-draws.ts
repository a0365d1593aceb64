/**
 * Draws an epoch's images so that every class appears equally often, however many images it has.
 *
 * Of the ways to train on unbalanced classes, drawing small classes more often, up to equal shares, is what serves
 * convolutional networks best (Buda, Maki & Mazurowski 2018, "A systematic study of the class imbalance problem in
 * convolutional neural networks"); weights in the loss lose their effect on a network that fits its training images
 * (Byrd & Lipton 2019), and leave a small class out of most batches.
 */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import { epochSeed } from "./epoch-seed.ts";

/**
 * The draws go round the classes, and a class goes through all its images, in a new order each time, before it repeats
 * one: so over any number of epochs, classes differ by at most one draw, and so do the images of a class.
 *
 * @param split indices in the packed store
 * @param labels the class of every image in the store
 * @returns `[count]` indices in the packed store; a function of the seed and the epoch
 */
export function balancedDraws(
  split: Int32Array,
  labels: Int32Array,
  options: { readonly count: number; readonly seed: number; readonly epoch: number },
): Int32Array {
  const { count, seed, epoch } = options;
  const classes = [...Map.groupBy(split, (image) => labels[image]!)].toSorted(([a], [b]) => a - b);
  const rounds = classes.map((): Round => ({ number: -1, order: new Int32Array() }));
  return Int32Array.from({ length: count }, (_, index) => {
    const draw = epoch * count + index;
    const turn = draw % classes.length;
    const [label, images] = classes[turn]!;
    const drawOfClass = Math.floor(draw / classes.length);
    const number = Math.floor(drawOfClass / images.length);
    if (rounds[turn]!.number !== number) {
      const random = seededRandom(epochSeed(seed, number), 1 + label); // stream 0 shuffles the epochs
      rounds[turn] = { number, order: shuffled(images.length, random) };
    }
    return images[rounds[turn]!.order[drawOfClass % images.length]!]!;
  });
}

/** One passage through all images of a class. */
interface Round {
  readonly number: number;
  /** Positions in the class's images. */
  readonly order: Int32Array;
}
