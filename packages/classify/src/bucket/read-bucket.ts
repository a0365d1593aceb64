/** Reading from buckets: keys in order, objects whole or as a stream. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { MAX_IMAGE_BYTES, type Unanswerable } from "../input/image-input.ts";
import { InputError } from "../input/input-error.ts";
import { FORBIDDEN, MISSING, tooLarge } from "../input/unanswerable.ts";
import { parseBucketAddress, type BucketAddress } from "./address.ts";
import { connect, type Connection } from "./connect.ts";

/** The client tries requests again, but not an answer that breaks off: among millions some do. */
const TRIES = 3;

/** Connects when it is first asked. */
export class BucketReader {
  readonly #connectTo: () => Promise<Connection>;
  #connection: Promise<Connection> | undefined;

  constructor(connectTo: () => Promise<Connection> = connect) {
    this.#connectTo = connectTo;
  }

  /** The objects whose keys begin as the address does, in the order of their UTF-8 bytes, which is S3's own. */
  async *objects(address: BucketAddress): AsyncGenerator<{ key: string; size: number }> {
    const { s3, client } = await this.#connect();
    let token: string | undefined;
    do {
      const command = new s3.ListObjectsV2Command({
        Bucket: address.bucket,
        Prefix: address.key,
        ContinuationToken: token,
      });
      const page = await client.send(command).catch((cause: unknown) => {
        throw unusable(address, cause);
      });
      for (const { Key: key = "", Size: size = 0 } of page.Contents ?? []) yield { key, size };
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** An object from its beginning. */
  async stream(address: BucketAddress): Promise<Readable> {
    const { Body } = await this.#get(address).catch((cause: unknown) => {
      throw unusable(address, cause);
    });
    return Body as Readable;
  }

  /** The bytes of an image, or why there will never be any. What may succeed another time is thrown. */
  async image(text: string): Promise<Uint8Array | Unanswerable> {
    const address = parseBucketAddress(text);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#whole(address);
      } catch (cause) {
        const error = PERMANENT.get((cause as Error).name);
        if (error !== undefined) return { error };
        if (tries === TRIES) throw unusable(address, cause);
      }
    }
  }

  async #whole(address: BucketAddress): Promise<Uint8Array | Unanswerable> {
    const { Body, ContentLength = 0 } = await this.#get(address);
    if (ContentLength <= MAX_IMAGE_BYTES) return Body!.transformToByteArray();
    const hash = createHash("sha256");
    for await (const chunk of Body as Readable) hash.update(chunk as Uint8Array);
    return tooLarge(ContentLength, hash.digest("hex"));
  }

  async #get({ bucket, key }: BucketAddress): Promise<GetObjectCommandOutput> {
    const { s3, client } = await this.#connect();
    return client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: key }));
  }

  #connect(): Promise<Connection> {
    return (this.#connection ??= this.#connectTo());
  }
}

/**
 * Of one object, by S3's own codes: what a second try would answer too. Statuses tell less: 403 is also a key that has
 * expired or a wrong clock, and 404 a bucket that does not exist, and a million images must not be answered by those.
 */
const PERMANENT: ReadonlyMap<string, Unanswerable["error"]> = new Map([
  ["NoSuchKey", MISSING],
  ["AccessDenied", FORBIDDEN],
  [
    "InvalidObjectState",
    {
      code: "unreadable",
      message: "Cannot read the image: it is in cold storage; restore it first",
    },
  ],
]);

function unusable({ bucket, key }: BucketAddress, cause: unknown): InputError {
  const { name, message } = cause as Error;
  return new InputError(
    `Cannot read "s3://${bucket}/${key}": ${name === "Error" ? "" : `${name}: `}${message}; see that AWS_REGION, AWS_ENDPOINT_URL and the keys are right`,
    { cause },
  );
}
