/**
 * How a body carries its images. The declared type tells a form or JSON from a picture, and nothing else: many a client
 * sends pictures under no type, a general one or a wrong one, and JSON under the type of text.
 */
import { ImageError, imageFormats, readHeader } from "@inception-edge/image";
import { Problem } from "../problem.ts";
import { mediaType } from "../request/media-type.ts";

export type BodyKind = "multipart" | "url-encoded" | "json" | "picture";

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;
/** Under these a body is taken for a picture, and told what is wrong with it as one. */
const PICTURE_TYPE = /^(?:image\/|(?:application|binary)\/octet-stream$|\*\/\*$)/;

/** Of the pictures that are decoded. */
export const imageTypes: readonly string[] = imageFormats.map((format) => `image/${format}`);

/** Of all bodies that are taken. */
export const takenTypes: readonly string[] = [
  ...imageTypes,
  "application/octet-stream",
  "multipart/form-data",
  "application/x-www-form-urlencoded",
  "application/json",
];

/** @throws {Problem} `no_image` for no bytes, `unsupported_content_type` for another type without a picture */
export function bodyKind(body: Uint8Array<ArrayBuffer>, contentType: string | undefined): BodyKind {
  if (body.length === 0) {
    throw new Problem("no_image", "Cannot classify an empty body: send an image");
  }
  const type = mediaType(contentType);
  if (type === "multipart/form-data") return "multipart";
  if (type !== undefined && JSON_TYPE.test(type)) return "json";
  if (PICTURE_TYPE.test(type ?? "") || isPicture(body)) return "picture";
  if (startsObject(body)) return "json"; // fetch() says text/plain of a string, curl's -d that it is a form.
  if (type === "application/x-www-form-urlencoded") return "url-encoded";
  if (type === undefined) return "picture";
  throw new Problem(
    "unsupported_content_type",
    `Cannot take a body of the content type "${type}" that is no picture: send one of ${takenTypes.join(", ")} (with curl: -F image=@cat.jpg)`,
  );
}

function isPicture(body: Uint8Array): boolean {
  try {
    readHeader(body);
    return true;
  } catch (error) {
    return !(error instanceof ImageError) || error.code !== "unsupported";
  }
}

function startsObject(body: Uint8Array): boolean {
  return /^\s*\{/.test(new TextDecoder().decode(body.subarray(0, 100)));
}
