/** Bodies that a client has compressed: tritonclient can, TensorFlow Serving's and other clients too. RFC 9110 §8.4.1. */
import { createUnzip } from "node:zlib";
import { Problem } from "../problem.ts";
import { concatBytes } from "./concat-bytes.ts";

/** Of what comes out at once: a body of 33 kB can become 33 MB, and is counted before it has. */
const CHUNK_BYTES = 64 * 1024;

/**
 * @param body gzip, or deflate in zlib's format
 * @param take told of all bytes before they are kept; throws when they are too many
 * @throws {Problem} `invalid_body` when it is neither, or is cut off
 */
export async function decompress(
  body: Uint8Array<ArrayBuffer>,
  take: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const unzip = createUnzip({ chunkSize: CHUNK_BYTES });
  unzip.end(body);
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of unzip as AsyncIterable<Uint8Array>) {
      take(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      "invalid_body",
      `Cannot decompress the body: ${(error as Error).message}; its header Content-Encoding says that it is compressed`,
      { cause: error },
    );
  }
  return concatBytes(chunks);
}
