/**
 * Everything that can be answered instead of a prediction, as RFC 9457 problem details. `code` is stable: clients
 * may rely on it. `error` repeats `detail` for clients of the Hugging Face shape, which look for it.
 */
import { z } from "@hono/zod-openapi";

interface Kind {
  readonly status: number;
  /** The same for every occurrence. */
  readonly title: string;
}

/** By code. The README's table, /openapi.json and /docs follow from it. */
export const problems = {
  invalid_parameter: { status: 422, title: "Invalid parameter" },
  invalid_request: { status: 400, title: "Invalid HTTP request" },
  invalid_body: { status: 400, title: "The body does not match its content type" },
  no_image: { status: 400, title: "The body has no image" },
  empty_image: { status: 400, title: "The image is empty" },
  unauthorized: { status: 401, title: "Missing or unknown API key" },
  forbidden: { status: 403, title: "This needs the key of an administrator" },
  not_found: { status: 404, title: "Not found" },
  unknown_model: { status: 404, title: "There is no model of this name" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  model_conflict: { status: 409, title: "The models in service do not allow this" },
  body_timeout: { status: 408, title: "The body arrived too slowly" },
  body_too_large: { status: 413, title: "The body is too large" },
  image_too_large: { status: 413, title: "The image is too large" },
  too_many_images: { status: 413, title: "Too many images in the request" },
  too_many_parts: { status: 413, title: "Too many parts in the form" },
  unsupported_content_type: { status: 415, title: "Unsupported content type" },
  unsupported_content_encoding: { status: 415, title: "Unsupported content encoding" },
  unsupported_image: { status: 415, title: "Unsupported image format" },
  too_many_pixels: { status: 422, title: "The image has too many pixels" },
  truncated_image: { status: 422, title: "The image is truncated" },
  corrupt_image: { status: 422, title: "The image is corrupt" },
  coverage_unavailable: { status: 422, title: "This model has no answer sets of that coverage" },
  explain_unavailable: { status: 422, title: "This model cannot explain its answers" },
  rate_limited: { status: 429, title: "Too many requests from this key or address" },
  queue_full: { status: 429, title: "Too many images are waiting" },
  queue_timeout: { status: 429, title: "No thread became free in time" },
  pixel_budget: { status: 429, title: "Too many pixels are waiting" },
  upload_budget: { status: 429, title: "Too many bytes are being uploaded at once" },
  client_gone: { status: 499, title: "The client disconnected" },
  internal: { status: 500, title: "Internal error" },
  worker_lost: { status: 500, title: "The thread that was classifying the image ended" },
  not_ready: { status: 503, title: "The service is not ready" },
  decode_timeout: { status: 504, title: "Decoding took too long" },
  infer_timeout: { status: 504, title: "Classifying took too long" },
} as const satisfies Readonly<Record<string, Kind>>;

/** Stable; clients may rely on it. */
export type ProblemCode = keyof typeof problems;

/** A refusal with its reason as a sentence, thrown anywhere and answered in one place: on-error.ts. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  /** Seconds after which a retry makes sense. */
  readonly retryAfterS: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: ErrorOptions & { readonly retryAfterS?: number } = {},
  ) {
    super(detail, options);
    this.code = code;
    this.retryAfterS = options.retryAfterS;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** The body of every problem. */
export const problemSchema = z
  .object({
    type: z.string().openapi({ example: "/docs#queue_full" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    error: z.string().openapi({ description: "The same as detail" }),
    requestId: z.string().optional(),
  })
  .openapi("Problem");

/** The same as a type. */
export type ProblemDetails = z.infer<typeof problemSchema>;

/** The body that answers a problem. */
export function problemDetails({ code, message }: Problem, requestId?: string): ProblemDetails {
  const { status, title } = problems[code];
  return {
    type: `/docs#${code}`,
    title,
    status,
    detail: message,
    code,
    error: message,
    ...(requestId !== undefined && { requestId }),
  };
}

/** For OpenAPI: the problems that a route can answer, by status. */
export function problemResponses(...codes: readonly ProblemCode[]): Record<
  number,
  {
    readonly description: string;
    readonly content: {
      readonly "application/problem+json": { readonly schema: typeof problemSchema };
    };
  }
> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${problems[code].title}`).join(". "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}
