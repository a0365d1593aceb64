/** What a client wants besides: by the query or, where a form or JSON carries it, by a field of the same name. */
import { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";

/** Of JSON: `readWish` looks at its value, with that of the query. */
export function parameterField(
  type: "integer" | "number" | "boolean" | "string",
): z.ZodOptional<z.ZodUnknown> {
  const description = "As in the query, which stands over it; null is none";
  return z
    .unknown()
    .optional()
    .openapi({ type: [type, "null"], description });
}

/**
 * The query stands over the fields. A field that is null or left blank is none, and one of another name is not ours.
 * @throws {Problem} `invalid_parameter`
 */
export function readWish<Schema extends z.ZodObject>(
  schema: Schema,
  { query, fields }: { readonly query: object; readonly fields: Readonly<Record<string, unknown>> },
): z.infer<Schema> {
  const given = Object.keys(schema.shape)
    .map((name) => [name, fields[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(
      ([name, value]) =>
        [name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const,
    );
  const parsed = schema.safeParse({ ...Object.fromEntries(given), ...query });
  if (parsed.success) return parsed.data;
  throw invalidParameter(parsed.error.issues);
}

export function invalidParameter(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem {
  const faults = issues.map(({ path, message }) => [...path, message].join(": "));
  return new Problem("invalid_parameter", `Cannot use the parameters: ${faults.join("; ")}`);
}
