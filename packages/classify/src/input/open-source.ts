/** What a source is: a folder, an image, a tar or a list, of this machine or of a bucket. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "@inception-edge/host";
import { imageFormatOf, nameForeignFormat } from "@inception-edge/image";
import { isBucketAddress, parseBucketAddress } from "../bucket/address.ts";
import type { BucketReader } from "../bucket/read-bucket.ts";
import { bucketSource } from "./bucket-source.ts";
import { folderSource } from "./folder-source.ts";
import { foreignArchive } from "./foreign-archive.ts";
import type { Content, Source } from "./image-input.ts";
import { isImageName } from "./image-name.ts";
import { InputError } from "./input-error.ts";
import { listFolder, listSource } from "./list-source.ts";
import { tarSource, type TarCompression } from "./tar-source.ts";

/**
 * @param name as the user wrote it
 * @param cwd what a relative path is relative to
 * @throws {InputError} if there is nothing of that name
 * @throws {UsageError} if it is nothing that can be classified
 */
export async function openSource(
  name: string,
  { cwd, bucket }: { readonly cwd: string; readonly bucket: BucketReader },
): Promise<Source> {
  if (isBucketAddress(name)) return openBucket(name, bucket);
  const file = resolve(cwd, name);
  const found = await stat(file).catch((cause: unknown) => {
    throw new InputError(
      `Cannot classify "${name}": there is no such file or folder; give a folder, an image, a tar, a list of paths, or s3://bucket/prefix`,
      { cause },
    );
  });
  if (found.isDirectory()) return folderSource(name, file);
  if (!found.isFile()) {
    throw new UsageError(
      `Cannot classify "${name}": it is a pipe or a device, and sources are read twice; write it to a file first`,
    );
  }
  const start = await firstBytes(file);
  const openFile = async () => createReadStream(file);
  if (imageFormatOf(start) !== undefined || nameForeignFormat(start) || isImageName(name)) {
    return imageSource(name, { file });
  }
  const compression = compressionOf(start);
  if (compression !== undefined) return tarSource(name, compression, openFile);
  if (start.includes(0)) {
    throw new UsageError(
      `Cannot classify "${name}": it is ${foreignArchive(start) ?? "no image, no tar (plain, .gz or .zst) and no list of paths; give images, their folder or such a file"}`,
    );
  }
  return listSource({ name, base: listFolder(file), open: openFile, bucket });
}

/** Of an object, its name tells the kind: to look at it would be one more request. */
function openBucket(name: string, bucket: BucketReader): Source {
  const address = parseBucketAddress(name);
  const stream = () => bucket.stream(address);
  const tar = /\.(?:tar|tar\.gz|tgz|tar\.zst)$/i.exec(name)?.[0].toLowerCase();
  if (tar !== undefined) {
    const compression = tar === ".tar" ? "none" : tar.endsWith("zst") ? "zstd" : "gzip";
    return tarSource(name, compression, stream);
  }
  const base = name.slice(0, name.lastIndexOf("/") + 1);
  if (/\.(?:txt|lst|list)$/i.test(name)) return listSource({ name, base, open: stream, bucket });
  if (isImageName(name)) return imageSource(name, { read: () => bucket.image(name) });
  return bucketSource(name, bucket);
}

function imageSource(name: string, content: Content): Source {
  return {
    name,
    async *images() {
      yield { path: name, content };
    },
  };
}

const HEADER_BYTES = 4096;

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Undefined if it is no tar. What is compressed is taken for one: there is nothing else of that kind to classify. */
function compressionOf(start: Uint8Array): TarCompression | undefined {
  const text = Buffer.from(start).toString("latin1");
  if (text.startsWith("\x1f\x8b")) return "gzip";
  if (text.startsWith("\x28\xb5\x2f\xfd")) return "zstd";
  return text.slice(257, 262) === "ustar" ? "none" : undefined; // POSIX 1003.1, also in GNU's headers
}
