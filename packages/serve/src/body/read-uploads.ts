/** The images in a body, and the parameters beside them. Nothing is decoded here, and no address is ever fetched. */
import { Problem } from "../problem.ts";
import { decodeBase64 } from "./base64-image.ts";
import { bodyKind } from "./body-kind.ts";
import { readMultipart, readUrlEncoded } from "./form-parts.ts";
import type { FormPart } from "./form-parts.ts";

/** An image as it was sent. */
export interface Upload {
  /** Or why there are none: it spoils no other image. */
  readonly bytes: Uint8Array<ArrayBuffer> | Problem;
  /** As a form names it, or its place in a list; empty for an image alone. */
  readonly file: string;
}

export interface Sent {
  readonly uploads: readonly Upload[];
  /** Whether they came as a list: then they are answered as one, however many there are. */
  readonly isList: boolean;
  /** What stands beside them, by name. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ReadSentOptions {
  /** Of the request. */
  readonly contentType: string | undefined;
  readonly maxImages: number;
  /** Whose shape is the route's own. */
  readonly readJson: (body: Uint8Array) => Sent;
}

/** @throws {Problem} `unsupported_content_type`, `invalid_body`, `no_image`, `too_many_images` or `too_many_parts` */
export async function readSent(
  body: Uint8Array<ArrayBuffer>,
  { contentType, maxImages, readJson }: ReadSentOptions,
): Promise<Sent> {
  const sent = {
    picture: () => ({ uploads: [{ bytes: body, file: "" }], isList: false, fields: {} }),
    json: () => readJson(body),
    multipart: async () => fromForm(await readMultipart(body, contentType!)),
    "url-encoded": () => fromForm(readUrlEncoded(body)),
  };
  const { uploads, isList, fields } = await sent[bodyKind(body, contentType)]();
  if (uploads.length > maxImages) {
    throw new Problem(
      "too_many_images",
      `Cannot classify ${uploads.length} images at once: at most ${maxImages} are allowed`,
    );
  }
  return { uploads, isList, fields };
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

function fromForm(parts: readonly FormPart[]): Sent {
  const uploads: Upload[] = [];
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { name, file, bytes } of parts) {
    // What browsers send for a file input in which nothing was chosen, or a field left blank.
    if (bytes.length === 0 && !file) continue;
    const text = file === undefined ? asText(bytes) : undefined;
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

/** Under which an image may come as text. */
function isImageField(name: string): boolean {
  return /^images?(\[\])?$/.test(name);
}

/** Undefined for bytes that are no text: a picture sent as a field (with curl: -F 'image=<cat.jpg'). */
function asText(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
