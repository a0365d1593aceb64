/** The order of axes in which ONNX computes: channels before height and width. */
import { shapeSize, type Shape, type WeightedNode } from "@inception-edge/model";

/** `[height, width, channels]` → `[channels, height, width]`; `[units]` stays. */
export function channelsFirst(shape: Shape): Shape {
  return [...shape.slice(-1), ...shape.slice(0, -1)];
}

/** Of a node's kernel: `[out, in, height, width]` or `[out, in]`. */
export function kernelShape({ weights }: WeightedNode): Shape {
  const { shape } = weights[0]!; // [height, width, in, out] or [in, out]
  return [...shape.slice(-2).toReversed(), ...shape.slice(0, -2)];
}

/** @param outputMajor values `[out, height, width, in]`, as `outputMajor` gives them */
export function kernelValues<Values extends Float32Array | Int8Array>(
  { weights }: WeightedNode,
  outputMajor: Values,
): Values {
  const { shape } = weights[0]!;
  const [area, channels] = [shapeSize(shape.slice(0, -2)), shape.at(-2)!];
  const moved = outputMajor.slice() as Values;
  for (let index = 0; index < moved.length; index += 1) {
    const channel = index % channels;
    const position = Math.floor(index / channels) % area;
    const first = index - channel - position * channels; // of the output
    moved[first + channel * area + position] = outputMajor[index]!;
  }
  return moved;
}
