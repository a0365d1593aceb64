/** For OpenAPI: the bodies that carry an image, and what can be wrong with them. */
import type { ProblemCode } from "../problem.ts";

const bytes = { type: "string", format: "binary" } as const;

/** Not zod schemas, by which the framework would read a body without limits: request/upload.ts reads it. */
export const rawBodies = {
  "image/jpeg": { schema: bytes },
  "image/png": { schema: bytes },
  "image/gif": { schema: bytes },
  "application/octet-stream": { schema: bytes },
} as const;

export const imageBodies = {
  required: true,
  content: {
    ...rawBodies,
    "multipart/form-data": {
      schema: { type: "object", properties: { image: { type: "array", items: bytes } } },
    },
    "application/json": { schema: { $ref: "#/components/schemas/JsonImage" } },
  },
} as const;

export const uploadProblems: readonly ProblemCode[] = [
  "invalid_body",
  "no_image",
  "empty_image",
  "unauthorized",
  "body_timeout",
  "body_too_large",
  "image_too_large",
  "too_many_images",
  "unsupported_content_type",
  "unsupported_content_encoding",
  "unsupported_image",
  "content_type_mismatch",
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
