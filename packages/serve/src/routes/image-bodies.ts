/** For OpenAPI: the bodies that carry an image, and what can be wrong with them. */
import { decodableFormats } from "@inception-edge/image";
import { imageTypes } from "../body/body-kind.ts";
import type { ProblemCode } from "../problem.ts";

const bytes = { type: "string", format: "binary" } as const;

/** Not zod schemas: with those the framework would read a body itself, without limits. body/ reads it. */
const rawBodies = Object.fromEntries(
  [...imageTypes(decodableFormats), "application/octet-stream"].map((type) => [
    type,
    { schema: bytes },
  ]),
);

/** @param json name of the OpenAPI component that describes the route's own JSON */
export function imageBodies(json: string): {
  readonly required: true;
  readonly content: Readonly<Record<string, { readonly schema: object }>>;
} {
  const field = { type: "string", description: "An image in base64, or as a data URL" };
  return {
    required: true,
    content: {
      ...rawBodies,
      "multipart/form-data": {
        schema: { type: "object", properties: { image: { type: "array", items: bytes } } },
      },
      "application/x-www-form-urlencoded": {
        schema: { type: "object", properties: { image: field } },
      },
      "application/json": { schema: { $ref: `#/components/schemas/${json}` } },
    },
  };
}

/** Problems of every route that accepts images. */
export const uploadProblems: readonly ProblemCode[] = [
  "invalid_request",
  "invalid_body",
  "no_image",
  "empty_image",
  "unauthorized",
  "body_timeout",
  "body_too_large",
  "image_too_large",
  "too_many_images",
  "too_many_parts",
  "unsupported_content_type",
  "unsupported_content_encoding",
  "unsupported_image",
  "too_many_pixels",
  "truncated_image",
  "corrupt_image",
  "rate_limited",
  "queue_full",
  "queue_timeout",
  "pixel_budget",
  "upload_budget",
  "internal",
  "worker_lost",
  "not_ready",
  "decode_timeout",
  "infer_timeout",
];
