/**
 * How a body carries its images. The declared type only tells a form or JSON from an image: many clients send images
 * with no type, a general one or a wrong one, and JSON as text.
 */
import { imageFormatOf, imageFormats, type ImageFormat } from "@inception-edge/image";
import { Problem } from "../problem.ts";

/** The four ways to send images. */
export type BodyKind = "multipart" | "url-encoded" | "json" | "image";

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;
/** With these types a body counts as an image, and what is wrong with it is reported as of an image. */
const IMAGE_TYPE = /^(?:image\/|(?:application|binary)\/octet-stream$|\*\/\*$)/;

export function imageTypes(formats: readonly ImageFormat[]): string[] {
  return formats.map((format) => `image/${format}`);
}

/** Of all bodies that are accepted. */
export function acceptedTypes(formats: readonly ImageFormat[]): readonly string[] {
  return [
    ...imageTypes(formats),
    "application/octet-stream",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "application/json",
  ];
}

/** @throws {Problem} `no_image` for no bytes, `unsupported_content_type` for another type without an image */
export function bodyKind(body: Uint8Array<ArrayBuffer>, contentType: string | undefined): BodyKind {
  if (body.length === 0) {
    throw new Problem("no_image", "Cannot classify an empty body: send an image");
  }
  const type = mediaType(contentType);
  if (type === "multipart/form-data") return "multipart";
  if (type !== undefined && JSON_TYPE.test(type)) return "json";
  if (IMAGE_TYPE.test(type ?? "") || imageFormatOf(body) !== undefined) return "image";
  if (startsObject(body)) return "json"; // fetch() declares a string as text/plain, curl -d as a form.
  if (type === "application/x-www-form-urlencoded") return "url-encoded";
  if (type === undefined) return "image";
  throw new Problem(
    "unsupported_content_type",
    `Cannot read a body of the content type "${type}" that is not an image: send one of ${acceptedTypes(imageFormats).join(", ")} (with curl: -F image=@cat.jpg)`,
  );
}

/** Whether it is an image's bytes, or sent as such, where else JSON is expected under any type. */
export function isImageBody(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
): boolean {
  if (body.length === 0 || startsObject(body)) return false;
  return IMAGE_TYPE.test(mediaType(contentType) ?? "") || imageFormatOf(body) !== undefined;
}

/** The media type without parameters, in lower case; undefined where the header is absent or empty. */
function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  return type === "" ? undefined : type;
}

function startsObject(body: Uint8Array): boolean {
  return /^\s*\{/.test(new TextDecoder().decode(body.subarray(0, 100)));
}
