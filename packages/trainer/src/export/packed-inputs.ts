/** Pictures of the packed store as the inputs that a network takes, prepared by the same code as a service's. */
import { open } from "node:fs/promises";
import { STORED_SIZE } from "@inception-edge/image";
import { prepareInput, type InputContract } from "@inception-edge/model";

const PICTURE_BYTES = STORED_SIZE ** 2 * 3;

/** Float32 `[size, size, 3]` of each picture in turn. */
export async function* packedInputs(
  imagesPath: string,
  indices: Iterable<number>,
  contract: InputContract,
): AsyncGenerator<Float32Array> {
  const file = await open(imagesPath);
  try {
    const rgb = new Uint8Array(PICTURE_BYTES);
    for (const index of indices) {
      await file.read(rgb, 0, PICTURE_BYTES, index * PICTURE_BYTES);
      yield prepareInput(contract, { width: STORED_SIZE, height: STORED_SIZE, rgb });
    }
  } finally {
    await file.close();
  }
}
