/** Images of the packed store as the inputs that a network takes, prepared by the same code as a service's. */
import { open } from "node:fs/promises";
import { prepareInput, type InputContract } from "@inception-edge/bundle";
import { STORED_BYTES, STORED_SIZE } from "@inception-edge/image";

/** Float32 `[size, size, 3]` of each image in turn. */
export async function* packedInputs(
  imagesPath: string,
  indices: Iterable<number>,
  contract: InputContract,
): AsyncGenerator<Float32Array> {
  const file = await open(imagesPath);
  try {
    const rgb = new Uint8Array(STORED_BYTES);
    for (const index of indices) {
      await file.read(rgb, 0, STORED_BYTES, index * STORED_BYTES);
      yield prepareInput(contract, { width: STORED_SIZE, height: STORED_SIZE, rgb });
    }
  } finally {
    await file.close();
  }
}
