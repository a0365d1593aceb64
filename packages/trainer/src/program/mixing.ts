/**
 * Mixes images in pairs, and their targets accordingly: each image is paired with the one at the opposite end of its
 * batch, which is shuffled. Both methods keep a share λ of the image and of its target, uniform in [0, 1) (Beta(1, 1), as
 * in both papers).
 */
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  cast,
  constant,
  floor,
  less,
  meanOver,
  multiply,
  offset,
  reshape,
  reverse,
  scale,
  squareRoot,
  subtract,
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";

/** Fractions of the images that are mixed in each way, at most 1 together; the others stay unmixed. */
export interface Mixing {
  /** A square of the partner is pasted in (Yun et al. 2019), completely inside the image. */
  readonly cutmix: number;
  /** Both images are averaged with weight λ (Zhang et al. 2018). */
  readonly mixup: number;
}

/** Images and their targets, before or after mixing. */
export interface Mixed {
  readonly images: Tensor;
  readonly targets: Tensor;
}

/**
 * @param images float32 `[batch, size, size, 3]`
 * @param targets probability of each class, float32 `[batch, classes]`
 */
export function mix(
  { images, targets }: Mixed,
  { cutmix, mixup }: Mixing,
  random: RandomStreams,
): Mixed {
  const [batch, size] = images.shape as [number, number];
  const { graph } = images;
  const draw = random.uniform([batch, 1]);
  const cut = cast(less(draw, constant(graph, cutmix)), "float32"); // [batch, 1]: 1 where a square is pasted
  const mixed = cast(less(draw, constant(graph, cutmix + mixup)), "float32");
  const averaged = subtract(mixed, cut);

  const share = random.uniform([batch, 1]); // 1 − λ
  const side = floor(offset(scale(squareRoot(share), size), 0.5)); // px
  const square = multiply(
    reshape(span(random, side, size), [batch, size, 1, 1]),
    reshape(span(random, side, size), [batch, 1, size, 1]),
  );
  const perImage = (x: Tensor): Tensor => reshape(x, [batch, 1, 1, 1]);
  const partnerWeight = add(multiply(square, perImage(cut)), perImage(multiply(share, averaged))); // [batch, size, size, 1]

  return {
    images: blend(images, partnerWeight),
    targets: blend(targets, reshape(meanOver(partnerWeight, [1, 2]), [batch, 1])),
  };
}

/** `x`, of which each slice has come nearer to its partner's by `weight`. */
const blend = (x: Tensor, weight: Tensor): Tensor =>
  add(x, multiply(weight, subtract(reverse(x), x)));

/** float32 `[batch, size]`: 1 in a random span of `side` px, 0 outside. */
function span(random: RandomStreams, side: Tensor, size: number): Tensor {
  const [batch] = side.shape as [number];
  const { graph } = side;
  const room = offset(scale(side, -1), size + 1);
  const start = floor(multiply(random.uniform([batch, 1]), room));
  const columns = constant(
    graph,
    Array.from({ length: size }, (_, index) => index),
    "float32",
    [1, size],
  );
  const before = cast(less(columns, start), "float32");
  const notAfter = cast(less(columns, add(start, side)), "float32");
  return subtract(notAfter, before);
}
