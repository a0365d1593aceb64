/** A body as JSON that a schema accepts. */
import type { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";

/** @throws {Problem} `invalid_body` with all faults */
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
