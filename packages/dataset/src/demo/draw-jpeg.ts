/** One image of the demo dataset as a JPEG file; it depends on its seed, class and number alone. */
import { STORED_SIZE } from "@inception-edge/image";
import type { EncodeJpeg } from "@inception-edge/image/encode";
import { seededRandom } from "../random.ts";
import { demoClasses } from "./demo-classes.ts";
import { drawImage } from "./draw-image.ts";

/** How many random streams each class has: one per image number. */
const NUMBERS_PER_CLASS = 100_000;

export function drawJpeg(
  encodeJpeg: EncodeJpeg,
  {
    seed,
    classIndex,
    number,
  }: { readonly seed: number; readonly classIndex: number; readonly number: number },
): Uint8Array {
  const random = seededRandom(seed, classIndex * NUMBERS_PER_CLASS + number);
  const { draw } = demoClasses[classIndex]!;
  return encodeJpeg(drawImage(draw(random), random), STORED_SIZE);
}
