import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dialectRequests, toInit } from "../../test/dialects/dialect-request.ts";
import { gifImage, jpegImage, pngImage } from "../../test/images.ts";
import { withService } from "../../test/with-service.ts";
import { problems } from "../problem.ts";

const openapi = suite("GET /openapi.json");

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

function form(...bodies: readonly Uint8Array<ArrayBuffer>[]): FormData {
  const body = new FormData();
  for (const bytes of bodies) body.append("image", new Blob([bytes]), "a.bin");
  return body;
}

const post = (body: BodyInit, type?: string): RequestInit => ({
  method: "POST",
  body,
  ...(type && { headers: { "content-type": type } }),
});

/** Of the service's only model. */
const ID = "inception";

/** Requests of every kind, good and bad. */
const requests: readonly (readonly [string, RequestInit])[] = [
  ...Object.values(dialectRequests)
    .flatMap((ofDialect) => Object.values(ofDialect))
    .flatMap((request) => [
      [request.path, toInit(request)] as const,
      [request.path, post("{", "application/json")] as const,
      [
        request.path,
        post(JSON.stringify({ instances: ["aGVsbG8="] }), "application/json"),
      ] as const,
    ]),
  ...["", "/metadata", "/labels/stable", "/labels/stable/metadata", "/versions/7"].map(
    (path) => [`/v1/models/tiny${path}`, {}] as const,
  ),
  ...["/v1/models", "/v2", "/v2/health/live", "/v2/health/ready"].map(
    (path) => [path, {}] as const,
  ),
  ...["tiny", "tiny/ready", "cat", "cat/ready"].map((path) => [`/v2/models/${path}`, {}] as const),
  ["/classify", post(jpegImage.bytes)],
  ["/classify?explain=true&top_k=2", post(gifImage.bytes)],
  ["/classify?threshold=0.999", post(pngImage.bytes)],
  ["/classify", post(form(jpegImage.bytes, Uint8Array.of(1, 2)))],
  ["/classify?top_k=0", post(pngImage.bytes)],
  ["/classify", post("hello", "text/plain")],
  ["/classify", post("{", "application/json")],
  ["/classify", post(pngImage.bytes.subarray(0, 300))],
  ["/classify", { method: "POST" }],
  ["/classify", post(JSON.stringify({ images: ["AAAA", "!"], top_k: 2 }), "application/json")],
  ["/models/inception", post(pngImage.bytes)],
  ["/models/inception", post(form(pngImage.bytes, jpegImage.bytes))],
  ["/models/inception", post("{}", "application/json")],
  ["/models/{id}/classify", post(pngImage.bytes)],
  ["/models/{id}/classify?top_k=0", post(pngImage.bytes)],
  ["/models/{id}", post(pngImage.bytes)],
  ["/models/{id}/promote", post("")],
  ["/models/{id}/rollback", post("")],
  ...["/livez", "/readyz", "/healthz", "/model", "/labels", "/limits", "/models"].map(
    (path) => [path, {}] as const,
  ),
  ...["/models/{id}", "/models/{id}/labels", "/models/{id}/ready"].map(
    (path) => [path, {}] as const,
  ),
];

/** Of the document; literal ones come first. */
function pathOf({ paths }: Document, asked: string): string {
  const [path] = asked.split("?");
  const found = Object.keys(paths)
    .toSorted((a, b) => a.split("{").length - b.split("{").length)
    .find((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, "(?:[^/:]+|:\\w+)")}$`).test(path!));
  assert.ok(found, `${path} is not described`);
  return found;
}

openapi("describes every answer that is given, as an independent validator sees it", async () => {
  await withService({}, async ({ app }) => {
    const document = (await (await app.request("/openapi.json")).json()) as Document;
    assert.is(document.openapi, "3.1.0");
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, "openapi");
    for (const [path, init] of requests) {
      const response = await app.request(path.replace("{id}", ID), init);
      const type = response.headers.get("content-type")!.split(";")[0]!;
      if (type === "application/octet-stream") continue; // its JSON is the same without tensors
      const body: unknown = await response.json();
      const route = pathOf(document, path);
      const pointer = [
        "paths",
        route,
        (init.method ?? "GET").toLowerCase(),
        "responses",
        String(response.status),
        "content",
        type,
        "schema",
      ]
        .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
        .join("/");
      const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
      assert.ok(validate(body), `${path} ${response.status}: ${ajv.errorsText(validate.errors)}`);
    }
  });
});

openapi("has every path and every problem", async () => {
  await withService({ load: false }, async ({ app }) => {
    const document = (await (await app.request("/openapi.json")).json()) as Document;
    const text = JSON.stringify(document);
    const served = app.routes.filter(({ method, path }) => method !== "ALL" && path !== "/*");
    const undescribed = new Set(["/", "/page/:file", "/openapi.json", "/docs"]);
    for (const { path } of served) {
      const isOfPage = undescribed.has(path) || path.startsWith("/browser/");
      assert.ok(isOfPage || pathOf(document, path.replace("*", "a")), path);
    }
    const general = new Set(["not_found", "method_not_allowed", "client_gone"]);
    for (const code of Object.keys(problems)) {
      if (!general.has(code)) assert.ok(text.includes(`\`${code}\``), code);
    }
    assert.ok("JsonImages" in document.components.schemas);
  });
});

openapi("would refuse another answer", async () => {
  await withService({ load: false }, async ({ app }) => {
    const document = (await (await app.request("/openapi.json")).json()) as Document;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, "openapi");
    const validate = ajv.compile({ $ref: "openapi#/components/schemas/Classification" });
    assert.not.ok(validate({ predictions: [] }));
    assert.not.ok(validate({ model: {}, predictions: [{ wnid: 3 }], image: {}, timings: {} }));
    const answer = {
      model: { id: "d", name: "a", version: "b", engine: "c" },
      predictions: [{ id: "tabby_cat", label: "tabby cat", name: "tabby cat", score: 1, rank: 1 }],
      image: { width: 1, height: 1, format: "jpeg", orientation: 1 },
      timings: {},
    };
    assert.ok(validate(answer), "a class without a WordNet id");
  });
});

openapi.run();
