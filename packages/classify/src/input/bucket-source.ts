/** The images of a bucket whose keys begin with a prefix. */
import { parseBucketAddress } from "../bucket/address.ts";
import type { BucketReader } from "../bucket/read-bucket.ts";
import type { Source, SourceImage } from "./image-input.ts";
import { isHiddenPath, isImageName } from "./image-name.ts";

export function bucketSource(name: string, bucket: BucketReader): Source {
  const address = parseBucketAddress(name);
  return {
    name,
    async *images({ onPassedOver }): AsyncGenerator<SourceImage> {
      for await (const { key, size } of bucket.objects(address)) {
        const path = `s3://${address.bucket}/${key}`;
        if (key.endsWith("/") || isHiddenPath(key)) continue; // consoles make folders of empty objects
        if (isImageName(key)) yield { path, content: { read: () => bucket.image(path), size } };
        else onPassedOver(path);
      }
    },
  };
}
