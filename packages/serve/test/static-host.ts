/** A plain static host, on http and under a path: it compresses nothing and sets no header but the type. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
};

export interface StaticHost {
  /** `http://127.0.0.1:PORT/demo/` */
  readonly url: string;
  /** Path, method and stored bytes of every answer. */
  readonly answered: { readonly path: string; readonly method: string; readonly bytes: number }[];
  close(): void;
}

export interface HostOptions {
  readonly folder: string;
  readonly basePath: string;
  /** Whether the rule for all paths in `_headers` is kept, as Netlify and Cloudflare do. */
  readonly keepsHeaders?: boolean;
}

export async function startStaticHost({
  folder,
  basePath,
  keepsHeaders = false,
}: HostOptions): Promise<StaticHost> {
  const answered: { path: string; method: string; bytes: number }[] = [];
  const headers = keepsHeaders ? await headersOfAll(folder) : {};
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, "http://localhost");
    const inside = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : "none";
    const file = inside === "" ? "index.html" : inside;
    const content = await readFile(join(folder, file)).catch(() => undefined);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const etag = `"${createHash("sha256")
      .update(content ?? "")
      .digest("base64url")}"`;
    const isKnown = content !== undefined && request.headers["if-none-match"] === etag;
    answered.push({
      path: inside,
      method: request.method!,
      bytes: isKnown ? 0 : (content?.length ?? 0),
    });
    response.writeHead(isKnown ? 304 : content ? 200 : 404, {
      ...headers,
      etag,
      "content-type": type,
    });
    response.end(isKnown ? undefined : content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    answered,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function headersOfAll(folder: string): Promise<Record<string, string>> {
  const [rule] = (await readFile(join(folder, "_headers"), "utf8")).split("\n\n");
  const lines = rule!.split("\n").slice(1);
  return Object.fromEntries(
    lines.map((line) =>
      line
        .trim()
        .split(/: (.*)/)
        .slice(0, 2),
    ),
  );
}
