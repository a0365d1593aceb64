/** A body as JSON, and JSON that a schema accepts. */
import type { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";

/**
 * Far more than any request needs that has images as text. Parsing holds up all clients: 33 MB of nothing but brackets
 * took 20 s and 1.6 GB.
 */
const MAX_VALUES = 10_000;

/**
 * @param maxValues how many numbers, texts, lists and fields the body may have, about; counted before it is parsed
 * @throws {Problem} `invalid_body` or `body_too_large`
 */
export function parseJson(body: Uint8Array, maxValues: number = MAX_VALUES): unknown {
  checkValues(body, maxValues);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new Problem("invalid_body", "Cannot read the body: it is not JSON", { cause });
  }
}

/** @throws {Problem} `invalid_body` with all faults */
export function checkJson<T>(json: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    `${path.join(".")} ${message}`.trim(),
  );
  throw new Problem("invalid_body", `Cannot use the body: ${faults.join("; ")}`);
}

/** One of these is before or after every value; in base64 there is none. */
const SEPARATORS = Uint8Array.from({ length: 256 }, (_, byte) =>
  ",:[{".includes(String.fromCharCode(byte)) ? 1 : 0,
);

function checkValues(body: Uint8Array, maxValues: number): void {
  let values = 0;
  for (let at = 0; at < body.length; at += 1) values += SEPARATORS[body[at]!]!;
  if (values <= maxValues) return;
  throw new Problem(
    "body_too_large",
    `Cannot read the body: its JSON has about ${values} values, at most ${maxValues} are allowed`,
  );
}
