/** Published means and standard deviations, and which measured figure each of them matches. */
import type { ChannelMoments, Rgb } from "@inception-edge/dataset";

interface Constant {
  readonly name: string;
  readonly values: Rgb;
}

const publishedConstants: readonly Constant[] = [
  { name: "Tiny ImageNet, mean", values: [0.4802, 0.4481, 0.3975] },
  { name: "Tiny ImageNet, std (one in use)", values: [0.277, 0.2691, 0.2821] },
  { name: "Tiny ImageNet, std (another in use)", values: [0.2302, 0.2265, 0.2262] },
  { name: "ImageNet, mean", values: [0.485, 0.456, 0.406] },
  { name: "ImageNet, std", values: [0.229, 0.224, 0.225] },
];

/** Constants closer than this are the same in practice: common decoders differ by less. */
const NEAR = 0.0015;

export interface Recognized extends Constant {
  /** The measured figure that it matches within 0.0015, if any. */
  readonly is: "mean" | "stdOverAllPixels" | "meanOfImageStd" | null;
}

export function recognizeConstants(measured: ChannelMoments): Recognized[] {
  const figures = ["mean", "stdOverAllPixels", "meanOfImageStd"] as const;
  return publishedConstants.map((constant) => ({
    ...constant,
    is: figures.find((figure) => areNear(measured[figure], constant.values)) ?? null,
  }));
}

function areNear(a: Rgb, b: Rgb): boolean {
  return a.every((value, channel) => Math.abs(value - b[channel]!) <= NEAR);
}
