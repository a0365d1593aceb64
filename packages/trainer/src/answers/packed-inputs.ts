/** Reads images of the packed store as network inputs, prepared by the same code as in serving. */
import { open } from "node:fs/promises";
import { prepareInput, type InputContract } from "@inception-edge/bundle";
import { STORED_BYTES, STORED_SIZE } from "@inception-edge/image";

/** The inputs one by one, float32 `[size, size, 3]`. */
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
