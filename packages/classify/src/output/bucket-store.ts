/** A prefix of a bucket as a store. An object appears when its upload is completed, and is replaced in one step. */
import type { Readable } from "node:stream";
import { parseBucketAddress } from "../bucket/address.ts";
import { connect, statusOf, type Connection } from "../bucket/connect.ts";
import type { Store } from "./store.ts";

/** S3 wants 5 MiB or more of every part but the last, and at most 10,000 parts: room for 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

/** @param name `s3://bucket/prefix` */
export function bucketStore(name: string): Store {
  const { bucket: Bucket, key } = parseBucketAddress(name);
  const prefix = key === "" || key.endsWith("/") ? key : `${key}/`;
  let connection: Promise<Connection> | undefined;
  const connected = (): Promise<Connection> => (connection ??= connect());

  async function get(file: string, Range?: string): Promise<Readable & AsyncIterable<Uint8Array>> {
    const { s3, client } = await connected();
    const command = new s3.GetObjectCommand({
      Bucket,
      Key: prefix + file,
      ...(Range && { Range }),
    });
    return (await client.send(command)).Body as Readable;
  }

  async function keys(folder: string): Promise<string[]> {
    const { s3, client } = await connected();
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new s3.ListObjectsV2Command({
          Bucket,
          Prefix: `${prefix}${folder === "" ? "" : `${folder}/`}`,
          ContinuationToken: token,
        }),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) found.push(Key);
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  return {
    name,
    async *read(file) {
      yield* await get(file);
    },
    async readRange(file, start, end) {
      if (end <= start) return new ArrayBuffer();
      const chunks: Uint8Array[] = [];
      for await (const chunk of await get(file, `bytes=${start}-${end - 1}`)) chunks.push(chunk);
      return Uint8Array.from(Buffer.concat(chunks)).buffer;
    },
    async size(file) {
      const { s3, client } = await connected();
      try {
        const command = new s3.HeadObjectCommand({ Bucket, Key: prefix + file });
        return (await client.send(command)).ContentLength;
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
    async list(folder) {
      const start = prefix.length + (folder === "" ? 0 : folder.length + 1);
      const names = (await keys(folder)).map((found) => found.slice(start));
      return names.filter((found) => !found.includes("/"));
    },
    async write(file, chunks) {
      await upload(await connected(), { Bucket, Key: prefix + file }, chunks);
    },
    async remove(folder) {
      const { s3, client } = await connected();
      for (const Key of await keys(folder)) {
        await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
      }
    },
    // Buckets have no locks, and need none: two processes of one shard write the same bytes under the same names.
    alone: (_name, work) => work(),
  };
}

interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

/** In one request if it is small, else in parts of which nobody sees anything before the last. */
async function upload(
  { s3, client }: Connection,
  target: Target,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  let UploadId: string | undefined;
  const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
  try {
    for await (const [Body, isLast] of partsOf(chunks)) {
      if (isLast && UploadId === undefined) {
        await client.send(new s3.PutObjectCommand({ ...target, Body }));
        return;
      }
      UploadId ??= (await client.send(new s3.CreateMultipartUploadCommand(target))).UploadId!;
      const PartNumber = Parts.length + 1;
      const command = new s3.UploadPartCommand({ ...target, UploadId, PartNumber, Body });
      Parts.push({ PartNumber, ETag: (await client.send(command)).ETag });
    }
    const MultipartUpload = { Parts };
    await client.send(
      new s3.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }),
    );
  } catch (error) {
    if (UploadId !== undefined) {
      const abort = new s3.AbortMultipartUploadCommand({ ...target, UploadId });
      await client.send(abort).catch(() => {}); // The bucket's own rules remove it; the cause is the first error.
    }
    throw error;
  }
}

/** Bytes in parts of equal size; the last one may be smaller, and empty if there is nothing. */
async function* partsOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<[part: Uint8Array, isLast: boolean]> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    while (size > PART_BYTES) {
      const all = Buffer.concat(held);
      yield [all.subarray(0, PART_BYTES), false];
      held = [all.subarray(PART_BYTES)];
      size -= PART_BYTES;
    }
  }
  yield [Buffer.concat(held), true];
}
