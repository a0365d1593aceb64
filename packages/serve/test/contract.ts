/** What the service promises, as cases that run in this process, on Deno and on Node: same requests, same answers. */
import type { Test } from "uvu";
import * as assert from "uvu/assert";
import { compressedCases } from "./compressed.ts";
import type { Ask, ContractCase, Subject } from "./contract-case.ts";
import { MAX_BODY, MAX_IMAGES } from "./contract-settings.ts";
import { clientCases } from "./dialects/clients.ts";
import { malformedCases } from "./dialects/malformed.ts";
import { openInferenceCases } from "./dialects/open-inference.ts";
import { platformCases } from "./dialects/platforms.ts";
import { tensorFlowCases } from "./dialects/tensorflow-serving.ts";
import { hostileImages } from "./hostile-images.ts";
import {
  avifImage,
  gifImage,
  heicImage,
  jpegImage,
  pngImage,
  turnedJpeg,
  webpImage,
  type TestImage,
} from "./images.ts";

interface Answer {
  readonly model: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly engine: string;
  };
  readonly predictions: readonly {
    readonly id: string;
    readonly wnid?: string;
    readonly label: string;
    readonly name: string;
    readonly score: number;
    readonly rank: number;
  }[];
  readonly image: Record<string, unknown>;
  readonly timings: Record<string, number>;
  readonly explanation?: {
    readonly id: string;
    readonly wnid?: string;
    readonly label: string;
    readonly overlay: string;
  };
}

/** Nothing is slower than this, whatever is sent. */
const MAX_ANSWER_MS = 5000;
/** What a bomb would take many times over: the smallest that is refused would decode to 400 MB. */
const MAX_GROWTH_BYTES = 200_000_000;

async function residentBytes(ask: Ask): Promise<number> {
  const metrics = await (await ask("/metrics")).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]);
}

function post(image: Pick<TestImage, "bytes" | "type">): RequestInit {
  return { method: "POST", body: image.bytes, headers: { "content-type": image.type } };
}

function form(...files: readonly Pick<TestImage, "bytes" | "type">[]): RequestInit {
  const body = new FormData();
  for (const [index, { bytes, type }] of files.entries()) {
    body.append("image", new Blob([bytes], { type }), `${index}.bin`);
  }
  return { method: "POST", body };
}

function sent(type: string, body: BodyInit): RequestInit {
  return { method: "POST", body, headers: { "content-type": type } };
}

function json(value: unknown): RequestInit {
  return sent("application/json", JSON.stringify(value));
}

function base64({ bytes }: TestImage): string {
  return Buffer.from(bytes).toString("base64");
}

/** As clients send it that name no type for a part. */
function untypedForm({ bytes }: TestImage): RequestInit {
  const boundary = "-".repeat(24) + "0123456789abcdef";
  const part = `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(part), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return sent(`multipart/form-data; boundary=${boundary}`, body);
}

async function classified(response: Response): Promise<Answer> {
  const body = (await response.json()) as Answer;
  assert.is(response.status, 200, JSON.stringify(body));
  return body;
}

async function refused(response: Response, status: number, code: string): Promise<string> {
  const body = (await response.json()) as Record<string, unknown>;
  assert.equal([response.status, body["code"]], [status, code], JSON.stringify(body));
  assert.is(body["status"], status);
  assert.is(body["error"], body["detail"]);
  assert.is(response.headers.get("content-type"), "application/problem+json");
  assert.match(String(body["detail"]), /^[A-Z].*[^.]$/s);
  assert.not.match(JSON.stringify(body), /\/(work|tmp|home|node_modules)\b|\.ts\b/);
  return String(body["detail"]);
}

/**
 * Adds every case to a suite; one service answers them all.
 * @param withSubject starts it, hands out how to ask it, and stops it
 */
export function addContract(
  suite: Test,
  withSubject: (work: (ask: Ask) => Promise<void>) => Promise<void>,
  subject: Partial<Subject> = {},
): void {
  const over = Promise.withResolvers<void>();
  let stopped: Promise<void> | undefined;
  let ask: Ask | undefined;
  suite.before(
    () =>
      new Promise<void>((resolve, reject) => {
        stopped = withSubject(async (given) => {
          ask = given;
          resolve();
          await over.promise;
        });
        stopped.catch(reject);
      }),
  );
  suite.after(async () => {
    over.resolve();
    await stopped;
  });
  const whole = { engine: "litert", workers: 2, ...subject } as const;
  for (const { name, run } of [...contract, ...dialectCases]) suite(name, () => run(ask!, whole));
}

const dialectCases: readonly ContractCase[] = [
  ...openInferenceCases,
  ...tensorFlowCases,
  ...platformCases,
  ...malformedCases,
  ...clientCases,
  ...compressedCases,
];

const contract: readonly ContractCase[] = [
  {
    name: "POST /classify takes a HEIC where the limits name it, and tells a way out elsewhere",
    async run(ask) {
      const { imageTypes } = (await (await ask("/limits")).json()) as { imageTypes: string[] };
      const response = await ask("/classify", post(heicImage));
      if (imageTypes.includes("image/heic")) {
        const { format, width, height } = heicImage;
        const { image } = await classified(response);
        assert.equal(image, { format, width, height, orientation: 1 });
      } else {
        assert.is(response.status, 415);
        assert.not.match(response.headers.get("accept")!, "heic");
        const { code, detail } = (await response.json()) as { code: string; detail: string };
        assert.is(code, "unsupported_image");
        assert.match(detail, /HEIC: .*JPEG or PNG .*iPhone.*Most Compatible/);
      }
    },
  },
  {
    name: "POST /classify takes the bytes of a JPEG, PNG, GIF, WebP or AVIF",
    async run(ask) {
      const samples = [jpegImage, pngImage, gifImage, webpImage, avifImage];
      for (const sample of samples) {
        const response = await ask("/classify", post(sample));
        const { model, predictions, image, timings } = await classified(response);
        const { format, width, height } = sample;
        assert.equal(image, { format, width, height, orientation: 1 });
        assert.equal([model.id, model.name, model.version.length], ["inception", "tiny", 12]);
        assert.is(response.headers.get("x-model"), "inception");
        assert.equal(
          predictions.map(({ rank }) => rank),
          [1, 2, 3, 4, 5],
        );
        assert.ok(predictions.every(({ score }, at) => score <= (predictions[at - 1]?.score ?? 1)));
        const { id, wnid, label, name } = predictions[0]!;
        assert.match(id, /^n0000000\d$/);
        assert.equal(
          [wnid, label, name],
          [id, `thing ${id.at(-1)}`, `thing ${id.at(-1)}, object ${id.at(-1)}`],
        );
        assert.equal(Object.keys(timings), ["read", "queue", "decode", "prepare", "infer"]);
        assert.match(
          response.headers.get("server-timing") ?? "",
          /^read;dur=[\d.]+, queue;.*total;dur=[\d.]+$/,
        );
        assert.match(response.headers.get("x-request-id") ?? "", /^[\w-]{8,}$/);
      }
    },
  },
  {
    name: "POST /classify answers the same for every way to send an image",
    async run(ask) {
      const url = `data:image/png;base64,${base64(pngImage)}`;
      const plain = { type: "application/octet-stream", bytes: pngImage.bytes };
      const answers = await Promise.all(
        [
          post(pngImage),
          post(plain),
          form(pngImage),
          untypedForm(pngImage),
          json({ image: url }),
          json({ image: url.replace("image/png", "image/PNG") }),
          json({ image: base64(pngImage) }),
        ].map(async (init) => (await classified(await ask("/classify", init))).predictions),
      );
      for (const answer of answers) assert.equal(answer, answers[0]);
    },
  },
  {
    name: "POST /classify gives top_k classes with at least the threshold's score",
    async run(ask) {
      const ranked = async (query: string): Promise<Answer["predictions"]> =>
        (await classified(await ask(`/classify?${query}`, post(pngImage)))).predictions;
      const all = await ranked("top_k=1000");
      assert.is(all.length, 7);
      assert.ok(Math.abs(all.reduce((sum, { score }) => sum + score, 0) - 1) < 1e-4);
      assert.equal(await ranked("top_k=2"), all.slice(0, 2));
      const threshold = all[1]!.score;
      assert.equal(await ranked(`threshold=${threshold}`), all.slice(0, 2));
      assert.equal(await ranked("threshold=1"), []);
    },
  },
  {
    name: "POST /classify turns an image upright by its EXIF orientation",
    async run(ask) {
      for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
        const turned = { type: "image/jpeg", bytes: turnedJpeg(orientation) };
        const { image } = await classified(await ask("/classify", post(turned)));
        const sides = [jpegImage.width, jpegImage.height];
        const [width, height] = orientation >= 5 ? sides.toReversed() : sides;
        assert.equal(image, { format: "jpeg", orientation, width, height });
      }
    },
  },
  {
    name: "POST /classify answers each image of a form; a bad one spoils no other",
    async run(ask) {
      const noImage = { type: "image/png", bytes: Uint8Array.from(Buffer.from("not an image")) };
      const response = await ask("/classify", form(jpegImage, noImage, pngImage));
      assert.is(response.status, 200);
      const { results } = (await response.json()) as {
        readonly results: readonly (Partial<Answer> & {
          readonly file: string;
          readonly error?: { readonly code: string; readonly status: number };
        })[];
      };
      assert.equal(
        results.map(({ file, predictions, error }) => [file, predictions?.length, error?.code]),
        [
          ["0.bin", 5, undefined],
          ["1.bin", undefined, "unsupported_image"],
          ["2.bin", 5, undefined],
        ],
      );
      assert.is(results[1]!.error!.status, 415);
      const alone = await classified(await ask("/classify", post(pngImage)));
      assert.equal(results[2]!.predictions, alone.predictions);
    },
  },
  {
    name: "POST /classify?explain=true adds an overlay in the image's proportions",
    async run(ask) {
      const { explanation, predictions, timings } = await classified(
        await ask("/classify?explain=true", post(pngImage)),
      );
      assert.is(explanation?.id, predictions[0]!.id);
      assert.is(explanation?.wnid, predictions[0]!.wnid);
      const [, data = ""] = /^data:image\/png;base64,(.+)$/.exec(explanation?.overlay ?? "") ?? [];
      const overlay = { type: "image/png", bytes: Uint8Array.from(Buffer.from(data, "base64")) };
      const { image } = await classified(await ask("/classify", post(overlay))); // It is a whole PNG.
      assert.equal([image["width"], image["height"]], [224, 149]);
      assert.ok(timings["explain"]! > 0);
    },
  },
  {
    name: "an image of megabytes reaches its thread as fast as a small one",
    async run(ask) {
      const bytes = new Uint8Array(3_000_000);
      bytes.set(jpegImage.bytes); // What follows the end of a JPEG is not read.
      const between: number[] = [];
      for (let times = 0; times < 3; times += 1) {
        const response = await ask("/classify", post({ type: "image/jpeg", bytes }));
        await classified(response);
        const header = response.headers.get("server-timing") ?? "";
        const found = header.matchAll(/(\w+);dur=([\d.]+)/g);
        const ms = Object.fromEntries([...found].map(([, stage, text]) => [stage, Number(text)]));
        const stages = ["read", "queue", "decode", "prepare", "infer"];
        between.push(ms["total"]! - stages.reduce((sum, stage) => sum + ms[stage]!, 0));
      }
      // As a view instead of a buffer, it takes a second on Deno each time; a busy machine is slow now and then.
      assert.ok(Math.min(...between) < 300, `${between.join(", ")} ms`);
    },
  },
  {
    name: "POST /classify goes by an image's bytes, whatever its type is said to be",
    async run(ask) {
      const { predictions } = await classified(await ask("/classify", post(pngImage)));
      const url = `data:image/gif;base64,${base64(pngImage)}`;
      for (const init of [
        post({ ...pngImage, type: "image/jpeg" }),
        post({ ...pngImage, type: "text/plain" }),
        json({ image: url }),
        form({ ...pngImage, type: "image/gif" }),
      ]) {
        const answer = await classified(await ask("/classify", init));
        assert.equal([answer.predictions, answer.image["format"]], [predictions, "png"]);
      }
    },
  },
  {
    name: "POST /classify answers a list of images in JSON, each on its own",
    async run(ask) {
      const images = [base64(jpegImage), "!", base64(pngImage)];
      const response = await ask("/classify", json({ images, top_k: 1 }));
      const { results } = (await response.json()) as {
        readonly results: readonly (Partial<Answer> & {
          readonly file: string;
          readonly error?: { readonly code: string };
        })[];
      };
      assert.equal(
        results.map(({ file, predictions, error }) => [file, predictions?.length, error?.code]),
        [
          ["images[0]", 1, undefined],
          ["images[1]", undefined, "invalid_body"],
          ["images[2]", 1, undefined],
        ],
      );
    },
  },
  {
    name: "parameters may be fields of a form or JSON; the query stands over them",
    async run(ask) {
      const body = new FormData();
      body.append("top_k", "2");
      body.append("threshold", "");
      body.append("image", new Blob([pngImage.bytes]), "a.png");
      const asked = async (path: string, init: RequestInit): Promise<number> =>
        (await classified(await ask(path, init))).predictions.length;
      assert.is(await asked("/classify", { method: "POST", body }), 2);
      const image = base64(pngImage);
      assert.is(await asked("/classify", json({ image, top_k: 3 })), 3);
      assert.is(await asked("/classify?top_k=1", json({ image, top_k: 3 })), 1);
      const fields = new URLSearchParams({ image, top_k: "4", csrf: "abc" });
      assert.is(await asked("/classify", { method: "POST", body: fields }), 4);
    },
  },
  {
    name: "POST /classify answers every hostile image with its problem, soon and in little memory",
    async run(ask) {
      const before = await residentBytes(ask);
      for (const { name, bytes, code } of hostileImages) {
        const start = performance.now();
        const response = await ask("/classify", post({ bytes, type: "application/octet-stream" }));
        const body = (await response.json()) as { readonly code?: string };
        const ms = performance.now() - start;
        assert.is(body.code ?? "ok", code, `${name}: ${JSON.stringify(body)}`);
        assert.ok(response.status < 500, `${name}: ${response.status}`);
        assert.ok(ms < MAX_ANSWER_MS, `${name} took ${ms} ms`);
      }
      const growth = (await residentBytes(ask)) - before;
      assert.ok(growth < MAX_GROWTH_BYTES, `${growth} bytes more are resident`);
      await classified(await ask("/classify", post(jpegImage)));
    },
  },
  {
    name: "POST /classify refuses bodies that it cannot read",
    async run(ask) {
      const cases: readonly (readonly [RequestInit, number, string])[] = [
        [{ method: "POST" }, 400, "no_image"],
        [sent("image/png", ""), 400, "no_image"],
        [sent("text/plain", "hello"), 415, "unsupported_content_type"],
        [sent("application/x-www-form-urlencoded", "image=1"), 400, "invalid_body"],
        [sent("application/json", "{"), 400, "invalid_body"],
        [sent("application/json", "\xff\xfe"), 400, "invalid_body"],
        [json({}), 400, "invalid_body"],
        [json({ image: 7 }), 400, "invalid_body"],
        [json({ image: "" }), 400, "no_image"],
        [json({ image: "https://example.com/cat.jpg" }), 400, "invalid_body"],
        [json({ image: `${base64(pngImage)}!` }), 400, "invalid_body"],
        [json({ image: base64(pngImage), extra: 1 }), 400, "invalid_body"],
        [sent("multipart/form-data", "x"), 400, "invalid_body"],
        [sent("multipart/form-data; boundary=b", "nothing"), 400, "invalid_body"],
        [form(), 400, "no_image"],
        [form({ type: "image/png", bytes: new Uint8Array() }), 400, "empty_image"],
        [form(...Array.from({ length: MAX_IMAGES + 1 }, () => pngImage)), 413, "too_many_images"],
        [sent("image/png", new Uint8Array(MAX_BODY + 1)), 413, "body_too_large"],
      ];
      for (const [init, status, code] of cases) {
        await refused(await ask("/classify", init), status, code);
      }
      const packed = post(pngImage);
      const response = await ask("/classify", {
        ...packed,
        headers: { ...packed.headers, "content-encoding": "br" },
      });
      assert.is(response.headers.get("accept-encoding"), "gzip, deflate, identity");
      await refused(response, 415, "unsupported_content_encoding");
      const text = await ask("/classify", sent("text/plain", "hello"));
      assert.match(text.headers.get("accept") ?? "", /^image\/jpeg, .*multipart\/form-data/);
    },
  },
  {
    name: "a form of very many parts is refused before it is parsed",
    async run(ask) {
      const part = "--b\r\ncontent-disposition: form-data; name=a\r\n\r\n\r\n";
      const body = `${part.repeat(20_000)}--b--\r\n`;
      for (const type of ["boundary=b", `x="; boundary=zzz"; boundary=b`]) {
        const headers = { "content-type": `multipart/form-data; ${type}` };
        const response = await ask("/classify", { method: "POST", body, headers });
        assert.ok([400, 413].includes(response.status), type);
        assert.match(await response.text(), /"code":"(too_many_parts|invalid_body)"/, type);
      }
    },
  },
  {
    name: "parameters that cannot be used are named",
    async run(ask) {
      for (const [query, named] of [
        ["top_k=0", "top_k"],
        ["top_k=five", "top_k"],
        ["threshold=2", "threshold"],
        ["explain=yes", "explain"],
        ["topk=3", "topk"],
      ] as const) {
        const response = await ask(`/classify?${query}`, post(pngImage));
        assert.match(await refused(response, 422, "invalid_parameter"), named);
      }
    },
  },
  {
    name: "POST /models/inception answers as Hugging Face's task does",
    async run(ask) {
      const { predictions } = await classified(await ask("/classify?top_k=3", post(pngImage)));
      const wanted = predictions.map(({ label, score }) => ({ label, score }));
      const image = base64(pngImage);
      for (const [path, init] of [
        ["/models/inception?top_k=3", post(pngImage)],
        ["/models/inception", json({ inputs: image, parameters: { top_k: 3 } })],
        ["/models/inception?top_k=3", json({ inputs: image })],
      ] as const) {
        const response = await ask(path, init);
        assert.is(response.status, 200);
        assert.equal(await response.json(), wanted);
      }
      await refused(await ask("/models/inception", json({ inputs: ["!"] })), 400, "invalid_body");
      const five = await ask("/models/inception", post(pngImage));
      assert.is(((await five.json()) as unknown[]).length, 5);
      await refused(await ask("/models/inception", json({ inputs: 3 })), 400, "invalid_body");
    },
  },
  {
    name: "POST /models/inception makes its scores by the function that is asked for",
    async run(ask) {
      const scored = async (function_to_apply: string | null): Promise<Map<string, number>> => {
        const parameters = { function_to_apply, top_k: 7 };
        const init = json({ inputs: base64(pngImage), parameters });
        const answers = (await (await ask("/models/inception", init)).json()) as readonly {
          readonly label: string;
          readonly score: number;
        }[];
        return new Map(answers.map(({ label, score }) => [label, score]));
      };
      const [softmax, sigmoid, logits] = await Promise.all(
        ["softmax", "sigmoid", "none"].map(scored),
      );
      assert.equal(await scored(null), softmax);
      const sum = [...logits!.values()].reduce((total, logit) => total + Math.exp(logit), 0);
      for (const [label, logit] of logits!) {
        assert.ok(Math.abs(Math.exp(logit) / sum - softmax!.get(label)!) < 1e-5, label);
        assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - sigmoid!.get(label)!) < 1e-9, label);
      }
    },
  },
  {
    name: "a model has paths of its own, single or one of several",
    async run(ask) {
      const plain = await classified(await ask("/classify", post(pngImage)));
      const named = await classified(await ask("/models/inception/classify", post(pngImage)));
      assert.equal([named.model, named.predictions], [plain.model, plain.predictions]);
      for (const rest of ["", "/labels"]) {
        const [one, same] = [await ask(`/models/inception${rest}`), await ask(rest || "/model")];
        assert.equal(await one.json(), await same.json());
      }
      const ready = await ask("/models/inception/ready");
      assert.equal(await ready.json(), { id: "inception", ready: true });
      const { models } = (await (await ask("/models")).json()) as {
        readonly models: readonly Readonly<Record<string, unknown>>[];
      };
      assert.equal(
        models.filter(({ present }) => present).map(({ id, status, share }) => [id, status, share]),
        [["inception", "ready", 100]],
      );
      const unknown = await ask("/models/unknown/classify", post(pngImage));
      assert.match(await refused(unknown, 404, "unknown_model"), '"unknown": there are inception');
      const change = await ask("/models/inception/promote", { method: "POST" });
      await refused(change, 403, "forbidden");
    },
  },
  {
    name: "GET /livez, /readyz and /healthz say yes",
    async run(ask) {
      for (const path of ["/livez", "/readyz", "/healthz"]) {
        const response = await ask(path);
        assert.is(response.status, 200);
        assert.equal(await response.json(), { status: "ok", live: true, ready: true });
      }
    },
  },
  {
    name: "GET /model, /labels and /limits tell what answers",
    async run(ask, { workers }) {
      const model = (await (await ask("/model")).json()) as Record<string, unknown>;
      assert.equal(
        [model["name"], model["variant"], model["classes"], model["selfTest"], model["explains"]],
        ["tiny", "tflite-float32", 7, { pictures: 1 }, true],
      );
      assert.match(String(model["version"]), /^[0-9a-f]{64}$/);
      assert.match(String(model["card"]), /^# tiny/);
      assert.match(
        String(model["knows"]),
        /^This model knows 7 classes, from the images of shapes: thing 0, /,
      );
      assert.is((model["dataset"] as { isDemo: boolean }).isDemo, false);
      const labels = (await (await ask("/labels")).json()) as unknown[];
      assert.equal(
        [labels.length, labels[6]],
        [7, { id: "n00000006", wnid: "n00000006", label: "thing 6", name: "thing 6, object 6" }],
      );
      const limits = (await (await ask("/limits")).json()) as Record<string, number>;
      assert.equal(
        [limits["MAX_BODY_BYTES"], limits["MAX_PIXELS"], limits["WORKERS"]],
        [MAX_BODY, 16_000_000, workers],
      );
      assert.not.ok(JSON.stringify(limits).includes("KEY"));
    },
  },
  {
    name: "GET /metrics tells requests, stages, queue, refusals and model",
    async run(ask, { engine, workers }) {
      const { model } = await classified(await ask("/classify", post(pngImage)));
      assert.is(model.engine, engine);
      await ask("/classify", { method: "POST" });
      const response = await ask("/metrics");
      assert.match(response.headers.get("content-type") ?? "", "text/plain");
      const metrics = await response.text();
      for (const line of [
        /^http_requests_total\{route="\/classify",method="POST",status="200"\} [1-9]/m,
        /^http_request_duration_seconds_count\{route="\/classify"\} [1-9]/m,
        /^inference_stage_duration_seconds_count\{model="inception",stage="decode"\} [1-9]/m,
        /^inference_stage_duration_seconds_count\{model="inception",stage="queue"\} [1-9]/m,
        /^inference_images_total\{model="inception",result="answered"\} [1-9]/m,
        /^inference_rejected_total\{code="no_image"\} [1-9]/m,
        /^inference_queue_depth 0$/m,
        /^inference_inflight 0$/m,
        new RegExp(`^inference_workers ${workers}$`, "m"),
        /^upload_bytes 0$/m,
        new RegExp(
          `^model_info\\{model="inception",name="tiny",version="[0-9a-f]{64}",role="tflite-float32",engine="${engine}"\\} 1$`,
          "m",
        ),
      ]) {
        assert.match(metrics, line);
      }
    },
  },
  {
    name: "unknown paths and methods are problems too",
    async run(ask) {
      await refused(await ask("/nothing"), 404, "not_found");
      await refused(await ask("/page/../package.json"), 404, "not_found");
      await refused(await ask("/page/..%2fpackage.json"), 404, "not_found");
      const response = await ask("/classify");
      assert.is(response.headers.get("allow"), "POST, OPTIONS");
      await refused(response, 405, "method_not_allowed");
      await refused(await ask("/livez", { method: "DELETE" }), 405, "method_not_allowed");
    },
  },
  {
    name: "HEAD tells what GET would answer, OPTIONS what a path takes",
    async run(ask) {
      for (const path of ["/", "/livez", "/model", "/docs", "/page/page.js", "/nothing"]) {
        const [got, head] = [await ask(path), await ask(path, { method: "HEAD" })];
        assert.is(head.status, got.status, path);
        for (const name of ["content-type", "cache-control"]) {
          assert.is(head.headers.get(name), got.headers.get(name), `${path} ${name}`);
        }
        const { byteLength } = await got.arrayBuffer();
        assert.is(head.headers.get("content-length"), String(byteLength), path);
        assert.is(await head.text(), "");
      }
      const posts = await ask("/classify", { method: "OPTIONS" });
      assert.equal([posts.status, posts.headers.get("allow")], [204, "POST, OPTIONS"]);
      assert.match(posts.headers.get("accept-post") ?? "", /image\/png.*application\/json/);
      const both = await ask("/models/inception", { method: "OPTIONS" });
      assert.is(both.headers.get("allow"), "POST, GET, HEAD, OPTIONS");
      const gets = await ask("/model", { method: "OPTIONS" });
      assert.equal([gets.status, gets.headers.get("allow")], [204, "GET, HEAD, OPTIONS"]);
    },
  },
  {
    name: "every answer is safe to show: no sniffing, no framing, no foreign script, no CORS",
    async run(ask) {
      for (const path of ["/docs", "/livez", "/nothing"]) {
        const response = await ask(path, { headers: { origin: "https://elsewhere.example" } });
        assert.is(response.headers.get("x-content-type-options"), "nosniff");
        assert.match(response.headers.get("content-security-policy") ?? "", "default-src 'none'");
        assert.is(response.headers.get("access-control-allow-origin"), null);
        await response.body?.cancel();
      }
    },
  },
  {
    name: "GET /docs names every path and problem",
    async run(ask) {
      const docs = await (await ask("/docs")).text();
      for (const words of ["POST /classify", "POST /models/inception", 'id="queue_full"']) {
        assert.ok(docs.includes(words), words);
      }
    },
  },
];
