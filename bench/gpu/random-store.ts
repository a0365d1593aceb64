/** A pack of random pictures, for steps of which only the time is of interest. */
import { existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "../../packages/dataset/src/mod.ts";
import { STORED_BYTES } from "../../packages/image/src/mod.ts";

/** Pictures of the store that are written at once: 12 MB. */
const CHUNK_PICTURES = 1000;

/** A file of random pictures in `folder`; one that is there is taken. */
export async function randomStore(folder: string, pictures: number): Promise<string> {
  const path = join(folder, `random-${pictures}.u8`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const chunk = new Uint32Array((CHUNK_PICTURES * STORED_BYTES) / Uint32Array.BYTES_PER_ELEMENT);
  const random = seededRandom(1);
  const file = await open(`${path}.partial`, "w");
  try {
    for (let left = pictures; left > 0; left -= CHUNK_PICTURES) {
      for (let word = 0; word < chunk.length; word += 1) chunk[word] = 2 ** 32 * random();
      await file.write(
        new Uint8Array(chunk.buffer, 0, Math.min(left, CHUNK_PICTURES) * STORED_BYTES),
      );
    }
  } finally {
    await file.close();
  }
  await rename(`${path}.partial`, path);
  return path;
}
