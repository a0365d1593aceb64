/** Bodies that were compressed on their way: cases of the service's contract. */
import { deflateSync, gzipSync } from "node:zlib";
import * as assert from "uvu/assert";
import type { ContractCase } from "./contract-case.ts";
import { MAX_BODY } from "./contract-settings.ts";
import { dialectRequests, toInit } from "./dialects/dialect-request.ts";
import { pngImage } from "./images.ts";

const CODINGS = [
  ["gzip", gzipSync],
  ["X-Gzip", gzipSync],
  ["deflate", deflateSync],
] as const;

function compressed(
  init: RequestInit,
  [coding, compress]: (typeof CODINGS)[number] = CODINGS[0],
): RequestInit {
  const body = Uint8Array.from(compress(Buffer.from(init.body as Uint8Array)));
  const headers = { ...(init.headers as Record<string, string>), "content-encoding": coding };
  return { ...init, body, headers };
}

export const compressedCases: readonly ContractCase[] = [
  {
    name: "a compressed body is answered as it is uncompressed, in every dialect",
    async run(ask) {
      const requests = Object.values(dialectRequests).flatMap((ofDialect) =>
        Object.values(ofDialect).map((request) => [request.path, toInit(request)] as const),
      );
      const image = { method: "POST", body: pngImage.bytes };
      for (const [path, init] of [["/models/inception", image] as const, ...requests]) {
        const wanted = await (await ask(path, init)).text();
        for (const coding of CODINGS) {
          const response = await ask(path, compressed(init, coding));
          const answer = await response.text();
          assert.is(response.status, 200, answer);
          assert.is(withoutTimings(answer), withoutTimings(wanted), `${path} ${coding[0]}`);
        }
      }
    },
  },
  {
    name: "a compressed body is refused where it is cut off, or becomes too large",
    async run(ask) {
      const whole = gzipSync(pngImage.bytes);
      const cases = [
        [whole.subarray(0, -9), 400, "invalid_body"],
        [Buffer.concat([whole, whole.subarray(0, 5)]), 400, "invalid_body"],
        [Buffer.from("plain"), 400, "invalid_body"],
        [gzipSync(Buffer.alloc(MAX_BODY + 1)), 413, "body_too_large"],
        [gzipSync(Buffer.alloc(1e8)), 413, "body_too_large"],
        [gzipSync(""), 400, "no_image"],
      ] as const;
      for (const [body, status, code] of cases) {
        const headers = { "content-encoding": "gzip" };
        const response = await ask("/classify", {
          method: "POST",
          body: Uint8Array.from(body),
          headers,
        });
        const problem = (await response.json()) as { readonly code: string };
        assert.equal([response.status, problem.code], [status, code]);
      }
    },
  },
];

function withoutTimings(answer: string): string {
  return answer.replace(/"timings":\{[^}]*\}/g, "");
}
