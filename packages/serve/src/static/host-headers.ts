/**
 * The response headers of a static folder, in the files that hosts read them from. The policy is in the page too, but a
 * page cannot forbid to be framed, and the workers have only what comes with their own scripts.
 */
import { contentPolicy, permissionsPolicy } from "../content-policy.ts";

/** A policy as its header's value. @param without directives that only a header may have */
export function policyText(without: readonly string[] = []): string {
  return Object.entries(contentPolicy)
    .filter(([name]) => !without.includes(name))
    .map(([name, sources]) => `${kebab(name)} ${sources.join(" ")}`)
    .join("; ");
}

const HEADERS = {
  "Content-Security-Policy": policyText(),
  "Permissions-Policy": Object.entries(permissionsPolicy)
    .map(([name, allowed]) => `${name}=(${allowed.join(" ")})`)
    .join(", "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Of what has a hash in its name. */
const FOREVER = "public, max-age=31536000, immutable";

/**
 * Netlify's and Cloudflare's `_headers`, Vercel's `vercel.json`, Azure's `staticwebapp.config.json`, Apache's `.htaccess`.
 *
 * @param basePath where the host has the folder, `/` or `/demo/`
 * @param hashed folders whose files never change
 * @returns text by file name
 */
export function hostHeaders(
  basePath: string,
  hashed: readonly string[],
): ReadonlyMap<string, string> {
  const always = Object.entries(HEADERS);
  const forever = [["Cache-Control", FOREVER]] as const;
  const rules = [
    { path: `${basePath}*`, headers: always },
    ...hashed.map((folder) => ({ path: `${basePath}${folder}/*`, headers: forever })),
  ];
  return new Map(
    [
      [
        "_headers",
        rules
          .map(({ path, headers }) => [path, ...headers.map(line("  "))].join("\n"))
          .join("\n\n"),
      ],
      [
        "vercel.json",
        json({
          headers: rules.map(({ path, headers }) => ({
            source: path.replace("*", "(.*)"),
            headers: headers.map(([key, value]) => ({ key, value })),
          })),
        }),
      ],
      [
        "staticwebapp.config.json",
        json({
          globalHeaders: HEADERS,
          routes: hashed.map((folder) => ({
            route: `${basePath}${folder}/*`,
            headers: Object.fromEntries(forever),
          })),
          mimeTypes: {
            ".gzip": "application/octet-stream",
            ".webmanifest": "application/manifest+json",
          },
        }),
      ],
      [
        ".htaccess",
        always.map(([name, value]) => `Header always set ${name} "${value}"`).join("\n"),
      ],
    ].map(([name, text]) => [name!, `${text}\n`]),
  );
}

function line(indent: string): (header: readonly [string, string]) => string {
  return ([name, value]) => `${indent}${name}: ${value}`;
}

function json(value: object): string {
  return JSON.stringify(value, null, 2);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
