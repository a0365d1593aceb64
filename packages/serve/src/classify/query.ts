/** What a client asks for besides its images: query parameters or, in a form or JSON, fields of the same names. */
import { z } from "@hono/zod-openapi";
import { Problem } from "../problem.ts";

/** Every route that classifies has this parameter. */
export const topKParameter = z.coerce
  .number()
  .int()
  .min(1)
  .max(1000)
  .default(5)
  .openapi({ description: "Number of classes to return, best first" });

type JsonType = "integer" | "number" | "boolean" | "string";

/** The shape of the same parameters in a JSON body. `readQuery` checks their values together with the query. */
export function jsonFields<Schema extends z.ZodObject>({
  shape,
}: Schema): { readonly [Name in keyof Schema["shape"]]: z.ZodOptional<z.ZodUnknown> } {
  const description = "As in the query, which takes precedence; null means not given";
  const fields = Object.entries(shape).map(([name, parameter]) => {
    const { type } = z.toJSONSchema(parameter as z.ZodType, { io: "output" });
    const field = z
      .unknown()
      .optional()
      .openapi({ type: [type as JsonType, "null"], description });
    return [name, field] as const;
  });
  return Object.fromEntries(fields) as ReturnType<typeof jsonFields<Schema>>;
}

/**
 * The query takes precedence over the fields. A field that is null or blank is not given; unknown fields are ignored.
 * @throws {Problem} `invalid_parameter`
 */
export function readQuery<Schema extends z.ZodObject>(
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

/** All faults that zod found, as one problem. */
export function invalidParameter(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem {
  const faults = issues.map(({ path, message }) => [...path, message].join(": "));
  return new Problem("invalid_parameter", `Cannot use the parameters: ${faults.join("; ")}`);
}
