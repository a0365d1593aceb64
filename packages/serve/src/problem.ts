/**
 * Everything that can be answered instead of a prediction, as RFC 9457 problem details. `code` is stable: clients
 * may go by it. `error` repeats the sentence for clients of the Hugging Face shape, which look for it.
 */
import { z } from "@hono/zod-openapi";

interface Kind {
  readonly status: number;
  /** The same for every occurrence. */
  readonly title: string;
}

/** By code. The README's table and /openapi.json are made of it. */
export const problems = {
  invalid_parameter: { status: 422, title: "A parameter cannot be used" },
  invalid_request: { status: 400, title: "The request is not as HTTP wants it" },
  invalid_body: { status: 400, title: "The body is not what its content type says" },
  no_image: { status: 400, title: "The body holds no image" },
  empty_image: { status: 400, title: "The image has no bytes" },
  unauthorized: { status: 401, title: "An API key is needed" },
  not_found: { status: 404, title: "There is nothing here" },
  method_not_allowed: { status: 405, title: "This path takes another method" },
  body_timeout: { status: 408, title: "The body arrived too slowly" },
  body_too_large: { status: 413, title: "The body has too many bytes" },
  image_too_large: { status: 413, title: "The image has too many bytes" },
  too_many_images: { status: 413, title: "The request holds too many images" },
  too_many_parts: { status: 413, title: "The form has too many parts" },
  unsupported_content_type: { status: 415, title: "The content type is not taken" },
  unsupported_content_encoding: { status: 415, title: "A compressed body is not taken" },
  unsupported_image: { status: 415, title: "The image is of a kind that is not decoded" },
  too_many_pixels: { status: 422, title: "The image has too many pixels" },
  truncated_image: { status: 422, title: "The image ends early" },
  corrupt_image: { status: 422, title: "The image cannot be decoded" },
  explain_unavailable: { status: 422, title: "This model cannot explain its answers" },
  rate_limited: { status: 429, title: "Too many requests for this key or address" },
  queue_full: { status: 429, title: "Too many images are waiting" },
  queue_timeout: { status: 429, title: "No thread became free in time" },
  pixel_budget: { status: 429, title: "Images of too many pixels are waiting" },
  upload_budget: { status: 429, title: "Too many bytes are arriving at once" },
  client_gone: { status: 499, title: "The client left" },
  internal: { status: 500, title: "The service failed" },
  worker_lost: { status: 500, title: "The thread at work ended" },
  not_ready: { status: 503, title: "The service is not ready" },
  decode_timeout: { status: 504, title: "Decoding took too long" },
  infer_timeout: { status: 504, title: "Classifying took too long" },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemCode = keyof typeof problems;

/** A refusal with its reason in words, thrown anywhere and answered in one place. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  /** Seconds after which trying again makes sense. */
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

export type ProblemDetails = z.infer<typeof problemSchema>;

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
