/** The images in a body, and the parameters beside them. Nothing is decoded here, and no URL is ever fetched. */
import type { Pixels } from "../classify/pixels.ts";
import { Problem } from "../problem.ts";
import { decodeBase64 } from "./base64-image.ts";
import { bodyKind } from "./body-kind.ts";
import { readMultipart, readUrlEncoded, type FormPart } from "./form-parts.ts";
import { parseJson } from "./parse-json.ts";

/** An image as it was sent. */
export interface Upload {
  /** Or why there are none: a bad image does not affect the others. */
  readonly bytes: Uint8Array<ArrayBuffer> | Problem;
  /** The name that a form gives it, or its index in a list; empty for a single image. */
  readonly file: string;
}

/** All that a body holds. */
export interface Uploads {
  readonly uploads: readonly (Upload | Pixels)[];
  /** Whether they came as a list, to be answered as one, however many there are. */
  readonly isList: boolean;
  /** Parameters by name, not yet validated. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What reading depends on besides the body. */
export interface ReadUploadsOptions {
  /** The request's header. */
  readonly contentType: string | undefined;
  readonly maxImages: number;
  /** How much JSON may hold: more than usual where images may come as numbers. */
  readonly maxJsonElements?: number | undefined;
  /** Each route has a JSON shape of its own. */
  readonly readJson: (json: unknown) => Uploads;
}

/** @throws {Problem} `unsupported_content_type`, `invalid_body`, `no_image`, `too_many_images` or `too_many_parts` */
export async function readUploads(
  body: Uint8Array<ArrayBuffer>,
  { contentType, maxImages, maxJsonElements, readJson }: ReadUploadsOptions,
): Promise<Uploads> {
  const readers = {
    image: () => ({ uploads: [{ bytes: body, file: "" }], isList: false, fields: {} }),
    json: () => readJson(parseJson(body, maxJsonElements)),
    multipart: async () => uploadsInForm(await readMultipart(body, contentType!)),
    "url-encoded": () => uploadsInForm(readUrlEncoded(body)),
  };
  const { uploads, isList, fields } = await readers[bodyKind(body, contentType)]();
  checkCount(uploads.length, maxImages);
  return { uploads, isList, fields };
}

/** @throws {Problem} `too_many_images` */
export function checkCount(images: number, maxImages: number): void {
  if (images <= maxImages) return;
  throw new Problem(
    "too_many_images",
    `Cannot classify ${images} images at once: at most ${maxImages} are allowed`,
  );
}

/** @param file names it in an answer to several */
export function base64Upload(text: string, field: string, file = ""): Upload {
  try {
    return { bytes: decodeBase64(text, field), file };
  } catch (error) {
    if (error instanceof Problem) return { bytes: error, file };
    throw error;
  }
}

function uploadsInForm(parts: readonly FormPart[]): Uploads {
  const uploads: Upload[] = [];
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { name, file, bytes } of parts) {
    // Browsers send this for a file input in which nothing was chosen, or a field left blank.
    if (bytes.length === 0 && !file) continue;
    const text = file === undefined ? decodeText(bytes) : undefined;
    if (text === undefined) uploads.push({ bytes, file: file ?? "" });
    else if (isImageField(name) || /^data:/i.test(text)) uploads.push(base64Upload(text, name));
    else fields[name] = text;
  }
  if (uploads.length === 0) {
    throw new Problem(
      "no_image",
      "Cannot classify: the form has no image (with curl: -F image=@cat.jpg)",
    );
  }
  return { uploads, isList: uploads.length > 1, fields };
}

/** Whether an image may come as text in a field of this name. */
function isImageField(name: string): boolean {
  return /^images?(\[\])?$/.test(name);
}

/** Undefined for bytes that are not text: an image sent as a field (with curl: -F 'image=<cat.jpg'). */
function decodeText(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
