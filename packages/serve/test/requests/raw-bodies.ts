/** Images and other things as a body, under every type that clients were seen to declare. */
import { gifImage, jpegImage } from "../images.ts";
import { rawRequest } from "./raw-request.ts";
import { png, type RequestCase, type Verdict } from "./request-case.ts";

/** What is said of a PNG: bytes decide. */
const IMAGE_TYPES = [
  "image/png",
  "image/jpeg",
  "image/jpg",
  "image/pjpeg",
  "image/gif",
  "image/webp",
  "image/heic",
  "image/svg+xml",
  "image/x-png",
  "image/*",
  "IMAGE/PNG",
  "image/png; charset=utf-8",
  "image/png;",
  " image/png ",
  "image/png, image/png",
  "image",
  "*/*",
  "application/octet-stream",
  "binary/octet-stream",
  "application/binary",
  "application/x-binary",
  "application/x-www-form-urlencoded", // curl --data-binary
  "application/x-www-form-urlencoded; charset=UTF-8",
  "text/plain",
  "text/plain;charset=UTF-8", // fetch() of a string
  "application/pdf",
  "application/unknown",
  "video/mp4",
  "multipart/mixed; boundary=a",
  "null",
  "undefined",
  "false",
  ";;;",
  '"image/png"',
  "",
] as const;

const TEXT = "hello, this is no image";

/** What is said of a text, and what it is told. */
const TEXT_TYPES: readonly (readonly [string, Verdict])[] = [
  ["image/png", "415 unsupported_image"],
  ["application/octet-stream", "415 unsupported_image"],
  ["binary/octet-stream", "415 unsupported_image"],
  ["image/*", "415 unsupported_image"],
  ["", "415 unsupported_image"],
  ["text/plain", "415 unsupported_content_type"],
  ["text/html", "415 unsupported_content_type"],
  ["application/pdf", "415 unsupported_content_type"],
  ["application/xml", "415 unsupported_content_type"],
  ["multipart/mixed; boundary=a", "415 unsupported_content_type"],
  ["application/json", "400 invalid_body"],
  ["application/x-www-form-urlencoded", "400 no_image"],
  ["multipart/form-data", "400 invalid_body"],
];

const EMPTY_TYPES = [
  "image/png",
  "application/json",
  "multipart/form-data; boundary=a",
  "text/plain",
  "",
] as const;

export const rawBodies: readonly RequestCase[] = [
  ...IMAGE_TYPES.map((type) => sent(`a PNG as "${type}"`, [type, png], "image")),
  sent("a PNG without a type", [undefined, png], "image"),
  sent("a JPEG as image/png", ["image/png", jpegImage.bytes], "200"),
  sent("a GIF as image/jpeg", ["image/jpeg", gifImage.bytes], "200"),
  ...TEXT_TYPES.map(([type, wanted]) => sent(`a text as "${type}"`, [type, TEXT], wanted)),
  ...EMPTY_TYPES.map((type) => sent(`nothing as "${type}"`, [type, ""], "400 no_image")),
  sent("nothing without a type", [undefined, ""], "400 no_image"),
  sent("a PNG as JSON", ["application/json", png], "400 invalid_body"),
  sent("a PNG cut off", ["image/png", png.subarray(0, 300)], "422 truncated_image"),
  sent("a PNG's magic alone", ["image/png", png.subarray(0, 8)], "422 truncated_image"),
  sent("a byte", ["image/png", "a"], "415 unsupported_image"),
  sent("white space", ["image/png", "  \r\n"], "415 unsupported_image"),
  sent("a BOM", ["image/png", "\xef\xbb\xbf"], "415 unsupported_image"),
  sent("HTML", ["image/png", "<!doctype html><p>404"], "415 unsupported_image"),
  sent(
    "SVG",
    ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    "415 unsupported_image",
  ),
];

function sent(
  name: string,
  [type, body]: readonly [string | undefined, Uint8Array | string],
  wanted: Verdict,
): RequestCase {
  const headers = type === undefined ? [] : [`Content-Type: ${type}`];
  return { name, request: rawRequest({ headers, body }), wanted };
}
