/** Reads images of the packed store as network inputs, prepared by the same code as in serving. */
import { open } from "node:fs/promises";
import { prepareInput, type InputContract } from "@inception-edge/bundle";
import { storedBytes } from "@inception-edge/image";

/** The inputs one by one, float32 `[size, size, 3]`, from a store of the contract's stored size. */
export async function* packedInputs(
  imagesPath: string,
  indices: Iterable<number>,
  contract: InputContract,
): AsyncGenerator<Float32Array> {
  const { storedSize } = contract;
  const bytes = storedBytes(storedSize);
  const file = await open(imagesPath);
  try {
    const rgb = new Uint8Array(bytes);
    for (const index of indices) {
      await file.read(rgb, 0, bytes, index * bytes);
      yield prepareInput(contract, { width: storedSize, height: storedSize, rgb });
    }
  } finally {
    await file.close();
  }
}
