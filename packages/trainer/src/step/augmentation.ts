/**
 * Random views of the training pictures, made in the graph. Each kind is one affine map from
 * output to input coordinates a picture, carried out by ImageProjectiveTransformV3.
 */
import type { ResizeMethod } from "@inception-edge/image";
import { string, type } from "../graph/attributes.ts";
import type { Tensor } from "../graph/graph-builder.ts";
import {
  add,
  cast,
  cos,
  divide,
  exp,
  floor,
  minimum,
  multiply,
  offset,
  scale,
  sin,
  squareRoot,
  subtract,
} from "../graph/ops/arithmetic.ts";
import { constant, fill } from "../graph/ops/constant.ts";
import type { RandomStreams } from "../graph/ops/random.ts";
import { concat } from "../graph/ops/shape.ts";
import { resizePictures } from "./resize.ts";

export type Augmentation =
  /** The evaluation view, unchanged. */
  | { readonly kind: "none" }
  /** A random window of the stored picture at its own scale. */
  | { readonly kind: "crop"; readonly flip: boolean }
  /** A random part of the stored picture of at least `minArea` (share of 1), aspect 3:4 to 4:3 (Szegedy et al. 2014, §6). */
  | { readonly kind: "resized-crop"; readonly minArea: number; readonly flip: boolean }
  /** The evaluation view rotated by up to ± `rotationDegrees` and shifted by up to ± `shift` of its side; edges repeat. */
  | {
      readonly kind: "affine";
      readonly rotationDegrees: number;
      readonly shift: number;
      readonly flip: boolean;
    };

export interface View {
  readonly resize: ResizeMethod;
  /** Side of the network's input, px. */
  readonly size: number;
  /** Side that training scales the view to, px; `size` when absent. */
  readonly trainSize?: number;
}

/** Rows of the map `[x', y'] = [a b c; d e f] · [x, y, 1]`, each float32 `[batch, 1]`. */
type AffineMap = readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/**
 * uint8 `[batch, stored, stored, 3]` → float32 `[batch, trainSize, trainSize, 3]` in [0, 255]: the view at
 * full size, scaled to `trainSize`.
 */
export function augment(
  pictures: Tensor,
  { resize, size, trainSize = size }: View,
  augmentation: Augmentation,
  random: RandomStreams,
): Tensor {
  const [batch, stored] = pictures.shape as [number, number];
  const uniform = (low: number, high: number): Tensor =>
    offset(scale(random.uniform([batch, 1]), high - low), low);
  const sign = (flip: boolean): Tensor =>
    flip ? offset(scale(floor(uniform(0, 2)), -2), 1) : fill(pictures.graph, [batch, 1], 1);

  switch (augmentation.kind) {
    case "none": {
      const view = resizePictures(pictures, resize, size);
      return trainSize === size
        ? view
        : transform(view, stillMap(sign(false)), { size, trainSize });
    }
    case "crop": {
      const room = stored - size + 1;
      const map = cropMap(sign(augmentation.flip), size, {
        x: floor(uniform(0, room)),
        y: floor(uniform(0, room)),
      });
      return transform(cast(pictures, "float32"), map, { size, trainSize });
    }
    case "resized-crop": {
      const area = uniform(augmentation.minArea, 1);
      const aspect = exp(uniform(Math.log(3 / 4), Math.log(4 / 3)));
      const map = resizedCropMap(sign(augmentation.flip), uniform, { area, aspect, stored, size });
      return transform(cast(pictures, "float32"), map, { size, trainSize });
    }
    case "affine": {
      const angle = (augmentation.rotationDegrees * Math.PI) / 180;
      const reach = augmentation.shift * size;
      const map = affineMap(sign(augmentation.flip), size, {
        angle: uniform(-angle, angle),
        x: uniform(-reach, reach),
        y: uniform(-reach, reach),
      });
      return transform(resizePictures(pictures, resize, size), map, { size, trainSize });
    }
  }
}

function stillMap(one: Tensor): AffineMap {
  const zero = scale(one, 0);
  return [one, zero, zero, zero, one, zero];
}

/** x' = ±x + (x₀, or x₀ + size − 1 when mirrored); y' = y + y₀. */
function cropMap(sign: Tensor, size: number, origin: { x: Tensor; y: Tensor }): AffineMap {
  const zero = scale(sign, 0);
  const one = offset(zero, 1);
  const mirrored = scale(offset(scale(sign, -1), 1), (size - 1) / 2); // 0, or size − 1
  return [sign, zero, add(origin.x, mirrored), zero, one, origin.y];
}

/** A window of width √(area·aspect) and height √(area/aspect) of the picture's side, sampled at pixel centres. */
function resizedCropMap(
  sign: Tensor,
  uniform: (low: number, high: number) => Tensor,
  by: { area: Tensor; aspect: Tensor; stored: number; size: number },
): AffineMap {
  const { stored, size } = by;
  const one = offset(scale(sign, 0), 1);
  const side = (square: Tensor): Tensor => minimum(squareRoot(square), one);
  const width = side(multiply(by.area, by.aspect));
  const height = side(divide(by.area, by.aspect));
  // The window's centre, uniform over where it fits; then ±step·(x − (size − 1)/2) about that centre.
  const centre = (extent: Tensor): Tensor =>
    offset(scale(multiply(subtract(one, extent), uniform(-0.5, 0.5)), stored), (stored - 1) / 2);
  const stepX = multiply(sign, scale(width, stored / size));
  const stepY = scale(height, stored / size);
  const middle = (size - 1) / 2;
  const zero = scale(sign, 0);
  return [
    stepX,
    zero,
    subtract(centre(width), scale(stepX, middle)),
    zero,
    stepY,
    subtract(centre(height), scale(stepY, middle)),
  ];
}

/** Rotation by `angle` about the middle, mirrored by `sign`, then shifted by (x, y) px. */
function affineMap(
  sign: Tensor,
  size: number,
  by: { angle: Tensor; x: Tensor; y: Tensor },
): AffineMap {
  const middle = (size - 1) / 2;
  const a = multiply(sign, cos(by.angle));
  const b = scale(sin(by.angle), -1);
  const d = multiply(sign, sin(by.angle));
  const e = cos(by.angle);
  const shift = (p: Tensor, q: Tensor, distance: Tensor): Tensor =>
    offset(subtract(distance, scale(add(p, q), middle)), middle);
  return [a, b, shift(a, b, by.x), d, e, shift(d, e, by.y)];
}

/** Carries `map`, made for outputs of `size` px, out at `trainSize` px. */
function transform(
  pictures: Tensor,
  map: AffineMap,
  { size, trainSize }: { size: number; trainSize: number },
): Tensor {
  const { graph } = pictures;
  const [a, b, c, d, e, f] = map;
  // Output pixel i of trainSize lies at (i + ½)·ratio − ½ of size.
  const ratio = size / trainSize;
  const moved = (p: Tensor, q: Tensor, by: Tensor): Tensor =>
    add(by, scale(add(p, q), (ratio - 1) / 2));
  const coefficients =
    ratio === 1
      ? map
      : [
          scale(a, ratio),
          scale(b, ratio),
          moved(a, b, c),
          scale(d, ratio),
          scale(e, ratio),
          moved(d, e, f),
        ];
  const zero = scale(a, 0);
  return graph.tensor(
    "ImageProjectiveTransformV3",
    "float32",
    [pictures.shape[0]!, trainSize, trainSize, 3],
    {
      inputs: [
        pictures,
        concat([...coefficients, zero, zero]), // [batch, 8]; the last two would make it projective
        constant(graph, [trainSize, trainSize], "int32"),
        constant(graph, 0),
      ],
      attributes: {
        dtype: type("float32"),
        interpolation: string("BILINEAR"),
        fill_mode: string("NEAREST"),
      },
    },
  );
}
