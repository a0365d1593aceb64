/** Random views of the training images, computed in the graph: each kind is one affine map per image. */
import type { ResizeMethod } from "@inception-edge/image";
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  cast,
  exp,
  fill,
  floor,
  offset,
  scale,
  type RandomStreams,
} from "@inception-edge/tensorflow/ops";
import { cropMap, resizedCropMap, rotationMap, identityMap, transform } from "./affine-map.ts";
import { resizeImages } from "./resize.ts";

/** A kind of augmentation and its parameters. */
export type Augmentation =
  /** The evaluation view, unchanged. */
  | { readonly kind: "none" }
  /** A random window of the stored image, not scaled. */
  | { readonly kind: "crop"; readonly flip: boolean }
  /** A random part of the stored image of at least `minArea` (a fraction of 1), aspect 3:4 to 4:3 (Szegedy et al. 2014, §6). */
  | { readonly kind: "resized-crop"; readonly minArea: number; readonly flip: boolean }
  /** The evaluation view rotated by up to ± `rotationDegrees` and shifted by up to ± `shift` of its side; edge pixels are repeated. */
  | {
      readonly kind: "affine";
      readonly rotationDegrees: number;
      readonly shift: number;
      readonly flip: boolean;
    };

/** How a stored image becomes the network's input. */
export interface View {
  readonly resize: ResizeMethod;
  /** Side of the network's input, px. */
  readonly size: number;
  /** Side that training scales the view to, px; `size` when absent. */
  readonly trainSize?: number;
}

/**
 * Computes the view at full size, scaled to `trainSize`: uint8 `[batch, stored, stored, 3]` → float32
 * `[batch, trainSize, trainSize, 3]` in [0, 255].
 */
export function augment(
  images: Tensor,
  { resize, size, trainSize = size }: View,
  augmentation: Augmentation,
  random: RandomStreams,
): Tensor {
  const [batch, stored] = images.shape as [number, number];
  const uniform = (low: number, high: number): Tensor =>
    offset(scale(random.uniform([batch, 1]), high - low), low);
  const sign = (flip: boolean): Tensor =>
    flip ? offset(scale(floor(uniform(0, 2)), -2), 1) : fill(images.graph, [batch, 1], 1);

  switch (augmentation.kind) {
    case "none": {
      const view = resizeImages(images, resize, size);
      return trainSize === size
        ? view
        : transform(view, identityMap(sign(false)), { size, trainSize });
    }
    case "crop": {
      const room = stored - size + 1;
      const map = cropMap(sign(augmentation.flip), size, {
        x: floor(uniform(0, room)),
        y: floor(uniform(0, room)),
      });
      return transform(cast(images, "float32"), map, { size, trainSize });
    }
    case "resized-crop": {
      const area = uniform(augmentation.minArea, 1);
      const aspect = exp(uniform(Math.log(3 / 4), Math.log(4 / 3)));
      const map = resizedCropMap(sign(augmentation.flip), uniform, { area, aspect, stored, size });
      return transform(cast(images, "float32"), map, { size, trainSize });
    }
    case "affine": {
      const angle = (augmentation.rotationDegrees * Math.PI) / 180;
      const maximum = augmentation.shift * size;
      const map = rotationMap(sign(augmentation.flip), size, {
        angle: uniform(-angle, angle),
        x: uniform(-maximum, maximum),
        y: uniform(-maximum, maximum),
      });
      return transform(resizeImages(images, resize, size), map, { size, trainSize });
    }
  }
}
