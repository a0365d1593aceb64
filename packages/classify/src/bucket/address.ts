/** `s3://bucket/key`, the address of an object, or of all objects whose keys begin so. */

/** A parsed address. */
export interface BucketAddress {
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly key: string;
}

export function isBucketAddress(text: string): boolean {
  return text.startsWith("s3://");
}

/** @throws {RangeError} if it names no bucket */
export function parseBucketAddress(text: string): BucketAddress {
  const [, bucket, key = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket === undefined) {
    throw new RangeError(`Cannot use "${text}": it names no bucket; write s3://bucket/prefix`);
  }
  return { bucket, key };
}
