/** The flag `--input-size`. */
import { inputSizes } from "@inception-edge/bundle";
import { flag, oneOf } from "@inception-edge/host";

const anInputSize = oneOf(...inputSizes.map(String));

/** @param or what holds without it */
export const inputSizeFlag = (or: string) =>
  flag(
    inputSizes.join("|"),
    `side of the network's input, px; its cost grows with the square (default: ${or})`,
    (text) => Number(anInputSize(text)),
  );
