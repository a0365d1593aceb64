/**
 * What the page loads to classify by itself: an offer with a list, then worker, engine, codecs and the bundle in service.
 * Each has its hash in its path and is kept by browsers; nothing is read before it is asked for.
 */
import type { Hono } from "hono";
import { MANIFEST_PATH } from "@inception-edge/bundle";
import { sha256 } from "@inception-edge/image";
import { allParts, engineFiles, type Offer, type Part } from "../browser/parts.ts";
import { modelPaths, networkOf } from "../bundle/read-model.ts";
import type { ServedModel } from "../bundle/served-model.ts";
import { Problem } from "../problem.ts";
import { servedModel, type Env, type Service } from "../service.ts";

const FOREVER = "public, max-age=31536000, immutable";

/** Of files whose bytes are all that matters. */
const BINARY = "application/octet-stream";

/** Adds the routes. */
export function addBrowser(app: Hono<Env>, service: Service): void {
  const { settings } = service;
  /** Of several models the present one. */
  const presentModel = (): ServedModel | undefined =>
    servedModel(service, service.rollout.plan?.present);
  const browser = settings.HAND_OUT_MODEL === "on" ? service.browser : undefined;

  app.get("/browser/offer.json", async (c) => {
    const engine = await browser?.parts();
    const model = presentModel();
    const offer: Offer = { hasService: true };
    if (engine === undefined || model === undefined) return answerOffer(offer);
    const { role, manifest } = model;
    const bundle = Object.fromEntries(
      modelPaths(manifest, role).map((path) => [path, bundlePart(model, path)]),
    );
    return answerOffer({ ...offer, here: allParts(engine, { network: networkOf(role), bundle }) });

    function answerOffer(answer: Offer): Response {
      c.header("cache-control", "no-cache");
      return c.json(answer);
    }
  });

  app.get("/browser/bundle/:sha256/:path{.+}", async (c) => {
    const { sha256: wanted, path } = c.req.param();
    const model = browser && presentModel();
    const isListed = model !== undefined && modelPaths(model.manifest, model.role).includes(path);
    const bytes =
      isListed && hashOf(model, path) === wanted ? await readNow(model, path) : undefined;
    // The folder may have another bundle in it by now, which is not yet in service.
    if (bytes === undefined || (await sha256(bytes)) !== wanted) {
      throw new Problem(
        "not_found",
        `Cannot find "${c.req.path}": the model in service is another`,
      );
    }
    return send(new Uint8Array(bytes), BINARY);
  });

  app.get("/browser/:file", async (c) => {
    const { file } = c.req.param();
    const parts = await browser?.parts();
    const url = `browser/${file}`;
    const isListed = parts && engineFiles(parts).some((part) => part.url === url);
    if (browser === undefined || !isListed) {
      throw new Problem("not_found", `Cannot find "${c.req.path}"; see /docs`);
    }
    const type = file.endsWith(".js") ? "text/javascript; charset=utf-8" : BINARY;
    return send(await browser.read(url), type);
  });
}

/** @returns undefined where another bundle, without this file, has taken its place */
function readNow({ read }: ServedModel, path: string): Promise<Uint8Array | undefined> {
  return read(path).catch(() => undefined);
}

function bundlePart(model: ServedModel, path: string): Part {
  const url = `browser/bundle/${hashOf(model, path)}/${path}`;
  const listed = model.manifest.files.find((file) => file.path === path);
  return { url, bytes: listed?.bytes ?? model.manifestBytes };
}

function hashOf({ manifest, version }: ServedModel, path: string): string | undefined {
  if (path === MANIFEST_PATH) return version;
  return manifest.files.find((file) => file.path === path)?.sha256;
}

function send(bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(bytes, { headers: { "content-type": type, "cache-control": FOREVER } });
}
