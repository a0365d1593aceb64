/** Whether an image is in focus, measured on more pixels than are trained on: at 64 pixels most blur no longer shows. */
import { resizeBilinear, type RgbImage } from "@inception-edge/image";
import { laplacianMoments, lumaOf, standardDeviation, type Luma } from "./luma.ts";

/** Pixels of the shorter side of what is measured; a smaller image is measured as it is. */
const FOCUS_SIDE = 256;

/** An image with its luma, where that is known already. */
interface Viewed {
  readonly image: RgbImage;
  readonly luma?: Luma;
}

/**
 * The standard deviation of the Laplacian of luma divided by that of luma itself, on at most 256 pixels of the shorter
 * side: usually 0.3 to 2 in photographs. The variance of the Laplacian is the usual measure of focus (Pech-Pacheco et al.
 * 2000); divided by the contrast it does not take a pale object for a blurred one. NaN if luma is the same everywhere.
 */
export function focusOf({ image, luma }: Viewed): number {
  const { width, height } = image;
  const scale = FOCUS_SIDE / Math.min(width, height);
  if (scale < 1) {
    const reduced = resizeBilinear(image, Math.round(width * scale), Math.round(height * scale));
    return focusOf({ image: reduced });
  }
  const { plane, sum, sumOfSquares } = luma ?? lumaOf(image.rgb);
  const contrast = standardDeviation({ sum, sumOfSquares }, plane.length);
  const inside = Math.max(0, width - 2) * Math.max(0, height - 2);
  if (contrast === 0 || inside === 0) return NaN;
  return standardDeviation(laplacianMoments(plane, width), inside) / contrast;
}
