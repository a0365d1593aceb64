/** The fifteen corruptions by name, in the paper's order. */
import { defocusBlur, glassBlur, motionBlur, zoomBlur } from "./blur.ts";
import type { Corruption } from "./corruption.ts";
import { contrast, loadJpegCompression, pixelate } from "./digital.ts";
import { elastic } from "./elastic.ts";
import { gaussianNoise, impulseNoise, shotNoise } from "./noise.ts";
import { brightness, fog, frost, snow } from "./weather.ts";

/** The fifteen of the paper, in its order. */
export const corruptionNames = [
  "gaussian noise",
  "shot noise",
  "impulse noise",
  "defocus blur",
  "glass blur",
  "motion blur",
  "zoom blur",
  "snow",
  "frost",
  "fog",
  "brightness",
  "contrast",
  "elastic",
  "pixelate",
  "jpeg",
] as const;
/** One of `corruptionNames`. */
export type CorruptionName = (typeof corruptionNames)[number];

/** Every corruption by its name. */
export type Corruptions = Readonly<Record<CorruptionName, Corruption>>;

/** Loads all corruptions, with the JPEG codec that one of them needs. */
export async function loadCorruptions(): Promise<Corruptions> {
  return {
    "gaussian noise": { group: "noise", corrupt: gaussianNoise },
    "shot noise": { group: "noise", corrupt: shotNoise },
    "impulse noise": { group: "noise", corrupt: impulseNoise },
    "defocus blur": { group: "blur", corrupt: defocusBlur },
    "glass blur": { group: "blur", corrupt: glassBlur },
    "motion blur": { group: "blur", corrupt: motionBlur },
    "zoom blur": { group: "blur", corrupt: zoomBlur },
    snow: { group: "weather", corrupt: snow },
    frost: { group: "weather", corrupt: frost },
    fog: { group: "weather", corrupt: fog },
    brightness: { group: "weather", corrupt: brightness },
    contrast: { group: "digital", corrupt: contrast },
    elastic: { group: "digital", corrupt: elastic },
    pixelate: { group: "digital", corrupt: pixelate },
    jpeg: { group: "digital", corrupt: await loadJpegCompression() },
  };
}
