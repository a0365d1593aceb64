/** Random changes of light and color, for each image by itself. */
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  constant,
  maximum,
  meanOver,
  minimum,
  multiply,
  offset,
  reshape,
  scale,
  subtract,
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";

/** How far each may go; 0: not at all. */
export interface Photometric {
  /** Most that is added to all values, as a fraction of the full range. */
  readonly brightness: number;
  /** Contrast is multiplied by up to 1 ± this, about the image's mean. */
  readonly contrast: number;
  /** Saturation is multiplied by up to 1 ± this, about the pixel's gray. */
  readonly saturation: number;
}

/** Weights of red, green and blue in gray (ITU-R BT.601). */
const GRAY = [0.299, 0.587, 0.114];

/** Float32 `[batch, size, size, 3]` in [0, 255] → the same with other light, cut to [0, 255]. */
export function changeLight(
  images: Tensor,
  { brightness, contrast, saturation }: Photometric,
  random: RandomStreams,
): Tensor {
  const { graph } = images;
  const [batch] = images.shape as [number];
  const within = (most: number): Tensor =>
    reshape(scale(offset(random.uniform([batch, 1]), -0.5), 2 * most), [batch, 1, 1, 1]);
  const about = (center: Tensor, x: Tensor, most: number): Tensor =>
    add(x, multiply(subtract(x, center), within(most)));

  const gray = scale(meanOver(multiply(images, constant(graph, GRAY)), [3]), GRAY.length);
  const colored = about(gray, images, saturation);
  const contrasted = about(meanOver(colored, [1, 2, 3]), colored, contrast);
  const lit = add(contrasted, scale(within(brightness), 255));
  return minimum(maximum(lit, constant(graph, 0)), constant(graph, 255));
}
