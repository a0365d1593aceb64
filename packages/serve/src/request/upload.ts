/**
 * The images in a body, by its content type: the bytes of one, a form with several, or JSON with one in base64.
 * Nothing is decoded here, and no address is ever fetched.
 */
import { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";
import { decodeBase64 } from "./base64-image.ts";
import { readForm } from "./form-images.ts";
import { mediaType } from "./media-type.ts";

/** An image as it was sent. */
export interface Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** As the client says; absent where it does not. */
  readonly declaredType: string | undefined;
  /** As a form names it. */
  readonly file: string | undefined;
}

export const jsonImageSchema = z
  .strictObject({
    image: z.string().openapi({ description: "An image in base64, or as a data URL" }),
  })
  .openapi("JsonImage");

/**
 * @param contentType of the request
 * @throws {Problem} `unsupported_content_type`, `invalid_body`, `no_image` or `too_many_images`
 */
export async function readUploads(
  body: Uint8Array<ArrayBuffer>,
  contentType: string | undefined,
  maxImages: number,
): Promise<readonly Upload[]> {
  const type = mediaType(contentType);
  if (type === "multipart/form-data") return readForm(body, contentType!, maxImages);
  if (type === "application/json") {
    const { image } = parseJson(body, jsonImageSchema);
    return [decodeBase64(image, "image")];
  }
  if (type === undefined || type === "application/octet-stream" || type.startsWith("image/")) {
    if (body.length === 0)
      throw new Problem("no_image", "Cannot classify an empty body: send an image");
    return [{ bytes: body, declaredType: type, file: undefined }];
  }
  throw new Problem(
    "unsupported_content_type",
    `Cannot take a body of the content type "${type}": send image/jpeg, image/png or image/gif, multipart/form-data or application/json (with curl: -H 'content-type: image/jpeg')`,
  );
}

/** @throws {Problem} `invalid_body` with everything that is wrong */
export function parseJson<T>(body: Uint8Array, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new Problem("invalid_body", "Cannot read the body: it is not JSON", { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    `${path.join(".")} ${message}`.trim(),
  );
  throw new Problem("invalid_body", `Cannot use the body: ${faults.join("; ")}`);
}
