/**
 * The input contract's second step, stored size → input size, as graph ops that give the same bits as `toInput` of
 * @inception-edge/image: training and serving see the same inputs.
 */
import {
  bilinearCoefficients,
  nearestIndices,
  TAP_BITS,
  type ResizeMethod,
} from "@inception-edge/image";
import { int, string, type } from "@inception-edge/tensorflow/attributes";
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  cast,
  constant,
  floor,
  gather,
  multiply,
  slice,
} from "@inception-edge/tensorflow/ops";

/** uint8 `[batch, stored, stored, 3]` → float32 `[batch, size, size, 3]` with integers in [0, 255]. */
export function resizeImages(images: Tensor, method: ResizeMethod, size: number): Tensor {
  const resize = { bilinear, nearest, "center-crop": centerCrop }[method];
  return cast(resize(images, size), "float32");
}

/**
 * [0, 255] → [0, 1] by division, as in serving. TensorFlow's graph optimizer would replace a plain division by a constant
 * with a product with 1/255, which differs in the last bit; it does not change DivNoNan.
 */
export function toUnitRange(pixels: Tensor): Tensor {
  return pixels.graph.tensor("DivNoNan", pixels.dtype, pixels.shape, {
    inputs: [pixels, constant(pixels.graph, 255)],
    attributes: { T: type(pixels.dtype) },
  });
}

function nearest(images: Tensor, size: number): Tensor {
  const picked = [...nearestIndices(images.shape[1]!, size)];
  const indices = constant(images.graph, picked, "int32");
  return gather(gather(images, indices, 1), indices, 2);
}

function centerCrop(images: Tensor, size: number): Tensor {
  const [batch, stored] = images.shape as [number, number];
  const margin = Math.floor((stored - size) / 2);
  return slice(images, [0, margin, margin, 0], [batch, size, size, 3]);
}

/** Pillow's two passes, each rounded to 8 bits; float64 represents its 30-bit fixed-point sums exactly. */
function bilinear(images: Tensor, size: number): Tensor {
  const taps = tapMatrix(images, size);
  const rows = pass(cast(images, "float64"), taps, "bhwc,xw->bhxc");
  return pass(rows, taps, "bhwc,xh->bxwc");
}

function pass(x: Tensor, taps: Tensor, equation: string): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [size] = taps.shape as [number];
  const shape = equation.endsWith("bhxc")
    ? [batch, height, size, channels]
    : [batch, size, width, channels];
  const { graph } = x;
  const sums = graph.tensor("Einsum", "float64", shape, {
    inputs: [x, taps],
    attributes: { equation: string(equation), N: int(2), T: type("float64") },
  });
  const half = constant(graph, 0.5, "float64");
  const unit = constant(graph, 2 ** -TAP_BITS, "float64");
  return floor(add(multiply(sums, unit), half));
}

/** The fixed-point taps as a dense matrix, float64 `[size, stored]`. */
function tapMatrix(images: Tensor, size: number): Tensor {
  const stored = images.shape[1]!;
  const matrix = new Float64Array(size * stored);
  const { count, starts, weights } = bilinearCoefficients(stored, size);
  for (const [index, weight] of weights.entries()) {
    const row = Math.floor(index / count);
    // Rows with fewer taps than `count` end in zeros, which may be outside the image.
    if (weight !== 0) matrix[row * stored + starts[row]! + (index % count)] = weight;
  }
  return constant(images.graph, [...matrix], "float64", [size, stored]);
}
