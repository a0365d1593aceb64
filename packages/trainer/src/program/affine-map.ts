/**
 * Affine maps from output to input coordinates, one per image, and their application by ImageProjectiveTransformV3.
 * Coordinates are those of pixel centers, counted from 0.
 */
import { string, type } from "@inception-edge/tensorflow/attributes";
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  concat,
  constant,
  cos,
  divide,
  hostScalar,
  minimum,
  multiply,
  offset,
  scale,
  sin,
  squareRoot,
  subtract,
} from "@inception-edge/tensorflow/ops";

/** Rows of the map `[x', y'] = [a b c; d e f] · [x, y, 1]`, each float32 `[batch, 1]`. */
export type AffineMap = readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/** The identity, given float32 ones `[batch, 1]`. */
export function identityMap(one: Tensor): AffineMap {
  const zero = scale(one, 0);
  return [one, zero, zero, zero, one, zero];
}

/** x' = ±x + (x₀, or x₀ + size − 1 when mirrored); y' = y + y₀. */
export function cropMap(sign: Tensor, size: number, origin: { x: Tensor; y: Tensor }): AffineMap {
  const zero = scale(sign, 0);
  const one = offset(zero, 1);
  const mirrored = scale(offset(scale(sign, -1), 1), (size - 1) / 2); // 0, or size − 1
  return [sign, zero, add(origin.x, mirrored), zero, one, origin.y];
}

/** A window of width √(area·aspect) and height √(area/aspect), as fractions of the side, sampled at pixel centers. */
export function resizedCropMap(
  sign: Tensor,
  uniform: (low: number, high: number) => Tensor,
  window: { area: Tensor; aspect: Tensor; stored: number; size: number },
): AffineMap {
  const { stored, size } = window;
  const one = offset(scale(sign, 0), 1);
  const side = (square: Tensor): Tensor => minimum(squareRoot(square), one);
  const width = side(multiply(window.area, window.aspect));
  const height = side(divide(window.area, window.aspect));
  // The window's center, uniform over where it fits; then ±step·(x − (size − 1)/2) about that center.
  const center = (extent: Tensor): Tensor =>
    offset(scale(multiply(subtract(one, extent), uniform(-0.5, 0.5)), stored), (stored - 1) / 2);
  const stepX = multiply(sign, scale(width, stored / size));
  const stepY = scale(height, stored / size);
  const middle = (size - 1) / 2;
  const zero = scale(sign, 0);
  return [
    stepX,
    zero,
    subtract(center(width), scale(stepX, middle)),
    zero,
    stepY,
    subtract(center(height), scale(stepY, middle)),
  ];
}

/** Rotation by `angle` (radians) about the middle, mirrored by `sign`, then shifted by (x, y) px. */
export function rotationMap(
  sign: Tensor,
  size: number,
  motion: { angle: Tensor; x: Tensor; y: Tensor },
): AffineMap {
  const middle = (size - 1) / 2;
  const a = multiply(sign, cos(motion.angle));
  const b = scale(sin(motion.angle), -1);
  const d = multiply(sign, sin(motion.angle));
  const e = cos(motion.angle);
  const shift = (p: Tensor, q: Tensor, distance: Tensor): Tensor =>
    offset(subtract(distance, scale(add(p, q), middle)), middle);
  return [a, b, shift(a, b, motion.x), d, e, shift(d, e, motion.y)];
}

/** Applies `map`, which is made for outputs of `size` px, with outputs of `trainSize` px. */
export function transform(
  images: Tensor,
  map: AffineMap,
  { size, trainSize }: { size: number; trainSize: number },
): Tensor {
  const { graph } = images;
  const [a, b, c, d, e, f] = map;
  // Output pixel i of trainSize lies at (i + ½)·ratio − ½ of size.
  const ratio = size / trainSize;
  const rescaled = (p: Tensor, q: Tensor, origin: Tensor): Tensor =>
    add(origin, scale(add(p, q), (ratio - 1) / 2));
  const coefficients =
    ratio === 1
      ? map
      : [
          scale(a, ratio),
          scale(b, ratio),
          rescaled(a, b, c),
          scale(d, ratio),
          scale(e, ratio),
          rescaled(d, e, f),
        ];
  const zero = scale(a, 0);
  return graph.tensor(
    "ImageProjectiveTransformV3",
    "float32",
    [images.shape[0]!, trainSize, trainSize, 3],
    {
      inputs: [
        images,
        concat([...coefficients, zero, zero]), // [batch, 8]; the last two would make it projective
        constant(graph, [trainSize, trainSize], "int32"),
        hostScalar(graph, 0),
      ],
      attributes: {
        dtype: type("float32"),
        interpolation: string("BILINEAR"),
        fill_mode: string("NEAREST"),
      },
    },
  );
}
