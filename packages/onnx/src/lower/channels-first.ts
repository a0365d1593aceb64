/** The order of axes in which ONNX computes: channels before height and width. */
import type { Shape } from "@inception-edge/model";

/** `[height, width, channels]` → `[channels, height, width]`; `[units]` stays. */
export function channelsFirst(shape: Shape): Shape {
  return [...shape.slice(-1), ...shape.slice(0, -1)];
}

/** Values `[outputs, area, channels]` → `[outputs, channels, area]`. */
export function channelsFirstValues<Values extends Float32Array | Int8Array>(
  values: Values,
  { area, channels }: { readonly area: number; readonly channels: number },
): Values {
  const moved = values.slice() as Values;
  for (let index = 0; index < values.length; index += 1) {
    const channel = index % channels;
    const position = Math.floor(index / channels) % area;
    const first = index - channel - position * channels; // of the output
    moved[first + channel * area + position] = values[index]!;
  }
  return moved;
}
