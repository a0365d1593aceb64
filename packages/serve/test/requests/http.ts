/** Requests by what HTTP itself allows: framing, headers, methods, paths, parameters. */
import { rawRequest, type RawRequest } from "./raw-request.ts";
import { latin1, png, type RequestCase, type Verdict } from "./request-case.ts";

const LENGTH = `Content-Length: ${png.length}`;
const SIZE = png.length.toString(16);

/** Of a POST with the image. */
const HEADERS: readonly (readonly [string, readonly string[], Verdict])[] = [
  ["any Accept", ["Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"], "image"],
  ["an Accept of images", ["Accept: image/png"], "image"],
  ["an Accept of nothing", ["Accept: application/json;q=0"], "image"],
  ["an Accept that is none", ["Accept: ;;;"], "image"],
  ["Accept-Encoding", ["Accept-Encoding: gzip, br, zstd"], "image"],
  ["Expect: 100-continue", ["Expect: 100-continue"], "image"],
  ["another Expect", ["Expect: a-pony"], "image"],
  ["a type twice", ["Content-Type: image/png", "Content-Type: image/jpeg"], "image"],
  ["an encoding of identity", ["Content-Encoding: Identity"], "image"],
  ["an empty encoding", ["Content-Encoding:"], "image"],
  ["gzip that it is not", ["Content-Encoding: gzip"], "400 invalid_body"],
  ["deflate that it is not", ["Content-Encoding: Deflate"], "400 invalid_body"],
  ["br", ["Content-Encoding: br"], "415 unsupported_content_encoding"],
  ["gzip twice", ["Content-Encoding: gzip, gzip"], "415 unsupported_content_encoding"],
  ["aws-chunked", ["Content-Encoding: aws-chunked"], "415 unsupported_content_encoding"],
  ["an origin", ["Origin: https://a.example"], "image"],
  ["an offer of HTTP/2", ["Upgrade: h2c", "HTTP2-Settings: AAA"], "image"],
  ["an offer of a web socket", ["Upgrade: websocket"], "image"],
  ["cookies", ["Cookie: a=b", "Cookie: c=d"], "image"],
  ["a request id that is none", ["X-Request-Id: a b<script>"], "image"],
  ["a header of 60 kB", [`Cookie: ${"a".repeat(60_000)}`], "image"],
  ["a header of 100 kB", [`Cookie: ${"a".repeat(100_000)}`], "refused"],
  ["90 headers", Array.from({ length: 90 }, (_, index) => `X-${index}: a`), "image"],
  ["a header in Latin-1", ["X-A: na\xefve"], "image"],
  ["a forged address", ["X-Forwarded-For: 1.2.3.4, junk, , [::1]:80"], "image"],
  ["a space before a colon", ["X-A : a"], "refused"],
  ["a folded header", ["X-A: a", " b"], "refused"],
  ["a header of NUL", ["X-A: a\0b"], "refused"],
  ["a header without a name", [": a"], "refused"],
  ["another length", ["Content-Length: 3"], "refused"],
];

const LENGTHS: readonly (readonly [string, Verdict])[] = [
  ["0", "400 no_image"],
  ["9999999999", "413 body_too_large"],
  [`+${png.length}`, "refused"],
  [`${png.length}, ${png.length}`, "refused"],
  ["0x10", "refused"],
  ["-1", "refused"],
  ["99999999999999999999999", "refused"],
  ["", "refused"],
];

/** Bodies in chunks. */
const CHUNKED: readonly (readonly [string, string | Buffer, Verdict])[] = [
  ["as usual", chunks(`${SIZE}\r\n`), "image"],
  ["with an extension", chunks(`${SIZE};a=b\r\n`), "image"],
  ["sizes in capitals, with zeros", chunks(`000${SIZE.toUpperCase()}\r\n`), "image"],
  ["with trailers", chunks(`${SIZE}\r\n`, "0\r\nX-A: b\r\n\r\n"), "image"],
  ["of no bytes", "0\r\n\r\n", "400 no_image"],
  ["of a size that is none", chunks("zz\r\n"), "refused"],
  ["longer than their size", chunks("5\r\n"), "refused"],
];

const REQUESTS: readonly (readonly [string, RawRequest, Verdict])[] = [
  ["GET /", { method: "GET", path: "/" }, "200"],
  ["GET /?a=b", { method: "GET", path: "/?a=b" }, "200"],
  ["HEAD /", { method: "HEAD", path: "/", noLength: true }, "200"],
  ["HEAD /livez", { method: "HEAD", path: "/livez", noLength: true }, "200"],
  ["HEAD /classify", { method: "HEAD", noLength: true }, "405"],
  ["HEAD /nothing", { method: "HEAD", path: "/nothing", noLength: true }, "404"],
  ["OPTIONS /classify", { method: "OPTIONS", noLength: true }, "204"],
  ["OPTIONS /model", { method: "OPTIONS", path: "/model", noLength: true }, "204"],
  ["OPTIONS /nothing", { method: "OPTIONS", path: "/nothing", noLength: true }, "404 not_found"],
  ["GET /classify", { method: "GET" }, "405 method_not_allowed"],
  ["PUT /classify", { method: "PUT", body: png }, "405 method_not_allowed"],
  ["PATCH /classify", { method: "PATCH", body: png }, "405 method_not_allowed"],
  ["DELETE /classify", { method: "DELETE" }, "405 method_not_allowed"],
  ["PROPFIND /livez", { method: "PROPFIND", path: "/livez" }, "405 method_not_allowed"],
  ["TRACE /livez", { method: "TRACE", path: "/livez" }, "405 method_not_allowed"],
  ["POST /", { path: "/", body: png }, "image"],
  ["PUT /", { method: "PUT", path: "/", body: png }, "405 method_not_allowed"],
  ["post /classify", { method: "post", body: png }, "refused"],
  ["FOO /livez", { method: "FOO", path: "/livez" }, "refused"],
  ["CONNECT a:80", { method: "CONNECT", path: "a:80" }, "refused"],
  ["OPTIONS *", { method: "OPTIONS", path: "*", noLength: true }, "refused"],
  ["GET with a body", { method: "GET", path: "/livez", headers: [LENGTH], body: png }, "200"],
  ["POST without a length", { noLength: true }, "400 no_image"],
];

const PATHS: readonly (readonly [string, Verdict])[] = [
  ["/classify?", "image"],
  ["/%63lassify", "image"],
  ["/x/../classify", "image"],
  ["http://a/classify", "image"],
  ["/classify?&top_k=5&&", "image"],
  ["/classify?top%5Fk=5", "image"],
  ["/classify?top_k=+5", "image"],
  ["/classify?top_k=5&top_k=3", "422 invalid_parameter"],
  ["/classify?top_k=0", "422 invalid_parameter"],
  ["/classify?top_k=1001", "422 invalid_parameter"],
  ["/classify?top_k=2.5", "422 invalid_parameter"],
  ["/classify?top_k=five", "422 invalid_parameter"],
  ["/classify?top_k=", "422 invalid_parameter"],
  ["/classify?top_k=%ff", "422 invalid_parameter"],
  ["/classify?top_k=%", "422 invalid_parameter"],
  ["/classify?topk=3", "422 invalid_parameter"],
  ["/classify?__proto__=3", "422 invalid_parameter"],
  ["/classify?threshold=0", "image"],
  ["/classify?threshold=2", "422 invalid_parameter"],
  ["/classify?threshold=NaN", "422 invalid_parameter"],
  ["/classify?explain=True", "200"],
  ["/classify?explain=1", "200"],
  ["/classify?explain=FALSE", "image"],
  ["/classify?explain=yes", "422 invalid_parameter"],
  [`/classify?${"a".repeat(8000)}`, "422 invalid_parameter"],
  [`/classify?${"a".repeat(20_000)}`, "422 invalid_parameter"],
  [`/classify?${"a".repeat(100_000)}`, "refused"],
  ["/models/inception?top_k=2", "200"],
  ["/models/inception?explain=true", "422 invalid_parameter"],
  ["/models/inception?function_to_apply=none", "200"],
  ["/models/inception?function_to_apply=relu", "422 invalid_parameter"],
  ["/classify/", "404 not_found"],
  ["/CLASSIFY", "404 not_found"],
  ["//classify", "404 not_found"],
  ["/classify%00", "404 not_found"],
  ["/%zz", "404 not_found"],
  ["/models/other", "404 unknown_model"],
  ["classify", "refused"],
  ["\\classify", "refused"],
  ["/a b", "refused"],
];

/** Heads of a request, which end with the length of the image. */
const HEADS: readonly (readonly [string, readonly string[], Verdict])[] = [
  ["HTTP/1.0", ["POST /classify HTTP/1.0", "Host: a"], "image"],
  ["HTTP/1.0 without a host", ["POST /classify HTTP/1.0"], "image"],
  ["no host", ["POST /classify HTTP/1.1", "Connection: close"], "image"],
  ["an empty host", ["POST /classify HTTP/1.1", "Host:", "Connection: close"], "image"],
  [
    "a host of two words",
    ["POST /classify HTTP/1.1", "Host: a b", "Connection: close"],
    "400 invalid_request",
  ],
  [
    "a host of markup",
    ["GET /docs HTTP/1.1", "Host: <b>", "Connection: close"],
    "400 invalid_request",
  ],
  [
    "a port that is none",
    ["POST /classify HTTP/1.1", "Host: a:99999", "Connection: close"],
    "400 invalid_request",
  ],
  ["HTTP/1.2", ["POST /classify HTTP/1.2", "Host: a", "Connection: close"], "refused"],
  ["no HTTP", ["hello"], "refused"],
  ["HTTP/2", ["PRI * HTTP/2.0", "", "SM", "", ""], "refused"],
];

export const http: readonly RequestCase[] = [
  ...HEADERS.map(([name, headers, wanted]) => sent(name, { headers, body: png }, wanted)),
  ...LENGTHS.map(([length, wanted]) =>
    sent(
      `a length of "${length}"`,
      { headers: [`Content-Length: ${length}`], body: length === "0" ? "" : png, noLength: true },
      wanted,
    ),
  ),
  ...CHUNKED.map(([name, body, wanted]) =>
    sent(
      `chunks ${name}`,
      { headers: ["Transfer-Encoding: chunked"], body, noLength: true },
      wanted,
    ),
  ),
  ...["gzip", "identity", "chunked, gzip"].map((coding) =>
    sent(
      `the transfer coding ${coding}`,
      { headers: [`Transfer-Encoding: ${coding}`], body: png, noLength: true },
      "refused",
    ),
  ),
  sent(
    "chunks and a length",
    { headers: ["Transfer-Encoding: chunked"], body: chunks(`${SIZE}\r\n`) },
    "refused",
  ),
  ...REQUESTS.map(([name, request, wanted]) => sent(name, request, wanted)),
  ...PATHS.map(([path, wanted]) => sent(`POST ${path.slice(0, 60)}`, { path, body: png }, wanted)),
  ...HEADS.map(([name, lines, wanted]) => ({
    name,
    request: Buffer.concat([latin1([...lines, LENGTH, "", ""].join("\r\n")), png]),
    wanted,
  })),
];

function chunks(size: string, end = "0\r\n\r\n"): Buffer {
  return Buffer.concat([latin1(size), png, latin1(`\r\n${end}`)]);
}

function sent(name: string, request: RawRequest, wanted: Verdict): RequestCase {
  return { name, request: rawRequest(request), wanted };
}
