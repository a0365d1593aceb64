/** A body as JSON, and JSON that a schema accepts. Neither takes long, whatever is sent: meanwhile nobody is answered. */
import type { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";

/** Far more than any request needs. 33 MB of nothing but brackets took 20 s and 1.6 GB to parse. */
const MAX_VALUES = 10_000;
/** Of a list that a schema looks at, element by element, and may find a fault in each. */
const MAX_LIST = 1000;
const MAX_DEPTH = 8;
const MAX_FAULTS = 5;

/**
 * @param maxElements how many elements the body's lists may have, about; as many as fields by default
 * @throws {Problem} `invalid_body`, or `body_too_large` before it is parsed
 */
export function parseJson(body: Uint8Array, maxElements: number = MAX_VALUES): unknown {
  checkCounts(body, maxElements);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new Problem("invalid_body", "Cannot read the body: it is not JSON", { cause });
  }
}

/**
 * @param longLists fields whose lists may be long: the schema does not look into them
 * @throws {Problem} `invalid_body` with the first faults
 */
export function checkJson<T>(
  json: unknown,
  schema: z.ZodType<T>,
  longLists: readonly string[] = [],
): T {
  checkLists(json, longLists);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const faults = issues
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => `${path.join(".")} ${message}`.trim());
  if (issues.length > MAX_FAULTS) faults.push(`and ${issues.length - MAX_FAULTS} more`);
  throw new Problem("invalid_body", `Cannot use the body: ${faults.join("; ")}`);
}

/** Before and after a field there is one of the first, before and after an element one of the others. In base64 there is none. */
const [BRACE, COLON, BRACKET, COMMA] = [..."{:[,"].map((character) => character.charCodeAt(0));

function checkCounts(body: Uint8Array, maxElements: number): void {
  let [fields, elements] = [0, 0];
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === COMMA || byte === BRACKET) elements += 1;
    else if (byte === COLON || byte === BRACE) fields += 1;
    else continue;
    if (fields <= MAX_VALUES && elements <= maxElements) continue;
    throw new Problem(
      "body_too_large",
      `Cannot read the body: its JSON has more than ${MAX_VALUES} fields, or ${maxElements} elements in its lists`,
    );
  }
}

function checkLists(value: unknown, longLists: readonly string[], depth = 0): void {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value) && value.length > MAX_LIST) {
    throw new Problem(
      "invalid_body",
      `Cannot use the body: it has a list of ${value.length} elements, at most ${MAX_LIST} are allowed`,
    );
  }
  for (const [field, inner] of Object.entries(value)) {
    if (!longLists.includes(field)) checkLists(inner, longLists, depth + 1);
  }
}
