/** POST /classify: an image, or several, to the likeliest classes. */
import { createRoute } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem, problemDetails } from "../problem.ts";
import { bestClasses } from "../classify/best-classes.ts";
import { classifyImages } from "../classify/submit-uploads.ts";
import type { ImageAnswer } from "../classify/submit-uploads.ts";
import { readSent } from "../body/read-uploads.ts";
import { modelInService } from "../service.ts";
import type { Env, RequestFacts, Service } from "../service.ts";
import { imageBodies, uploadProblems } from "./image-bodies.ts";
import { readJsonImages } from "./json-images.ts";
import { receiveBody } from "../classify/answer-uploads.ts";
import { batchSchema, classificationSchema, problemResponses, wishSchema } from "./schemas.ts";
import type { Answer, Wish } from "./schemas.ts";
import { readWish } from "../classify/query.ts";

const route = createRoute({
  method: "post",
  path: "/classify",
  summary: "Classify an image, or several",
  request: { query: wishSchema, body: imageBodies("JsonImages") },
  responses: {
    200: {
      description: "The likeliest classes, the best first; of several images a batch",
      content: { "application/json": { schema: classificationSchema.or(batchSchema) } },
    },
    ...problemResponses(...uploadProblems, "invalid_parameter", "explain_unavailable"),
  },
});

export function addClassify(app: OpenAPIHono<Env>, service: Service): void {
  const { settings, limits } = service;
  app.openapi(route, (c) => {
    checkExplain(c.req.valid("query"), modelInService(service));
    return receiveBody(c, service, async (body) => {
      const { uploads, isList, fields } = await readSent(body, {
        contentType: c.req.header("content-type"),
        maxImages: settings.MAX_IMAGES,
        readJson: readJsonImages,
      });
      const model = modelInService(service); // Anew: a reload may have ended the threads of the first.
      const wish = readWish(wishSchema, { query: c.req.query(), fields });
      checkExplain(wish, model);
      const { explain } = wish;
      const { signal } = c.req.raw;
      const client = service.clientAddress(c);
      const answers = await classifyImages(uploads, model, { limits, explain, client, signal });
      const facts = c.get("facts");
      const results = answers.map((answer) => {
        if (answer instanceof Problem) return answer;
        note(answer, facts, service);
        return toAnswer(answer, model, wish);
      });
      const reference = modelReference(model);
      const timings = inMicroseconds(facts.timings);
      const [only] = results;
      if (!isList) {
        if (only instanceof Problem) throw only;
        facts.log["top"] = only!.predictions[0]?.wnid;
        return c.json({ model: reference, ...only!, timings }, 200);
      }
      facts.log["images"] = results.length;
      const named = results.map((result, place) => {
        const { file } = uploads[place]!;
        if (!(result instanceof Problem)) return { file, ...result };
        service.metrics.rejected(result.code);
        return { file, error: problemDetails(result) };
      });
      return c.json({ model: reference, results: named, timings }, 200);
    });
  });
}

function checkExplain({ explain }: Wish, { canExplain }: ServedModel): void {
  if (!explain || canExplain) return;
  throw new Problem(
    "explain_unavailable",
    "Cannot explain: the bundle has no cam-weights; export it again, or ask without explain",
  );
}

function modelReference({ manifest, version, started }: ServedModel): {
  name: string;
  version: string;
  engine: string;
} {
  return { name: manifest.name, version: version.slice(0, 12), engine: started.engine.name };
}

/** What an answer tells the log, the metrics and Server-Timing. */
export function note(answer: ImageAnswer, facts: RequestFacts, { metrics }: Service): void {
  for (const [stage, ms] of Object.entries({ queue: answer.queueMs, ...answer.timings })) {
    metrics.stage(stage, ms / 1000);
    facts.timings[stage] = (facts.timings[stage] ?? 0) + ms;
  }
  const { format, width, height } = answer.image;
  facts.log["image"] = `${format} ${width}x${height}`;
}

function toAnswer(answer: ImageAnswer, { manifest }: ServedModel, wish: Wish): Answer {
  const { image, timings, queueMs, overlay } = answer;
  const ranked = bestClasses(answer, wish.top_k);
  const best = manifest.classes[ranked[0]!.classIndex]!;
  return {
    predictions: ranked
      .map(({ classIndex, score }, place) => ({
        ...manifest.classes[classIndex]!,
        score,
        rank: place + 1,
      }))
      .filter(({ score }) => score >= wish.threshold),
    image,
    timings: inMicroseconds({ queue: queueMs, ...timings }),
    ...(overlay && {
      explanation: {
        wnid: best.wnid,
        label: best.label,
        overlay: `data:image/png;base64,${Buffer.from(overlay).toString("base64")}`,
      },
    }),
  };
}

/** Milliseconds to three digits: what a clock of a server can tell. */
function inMicroseconds(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(timings).map(([stage, ms]) => [stage, Math.round(ms * 1000) / 1000]),
  );
}
