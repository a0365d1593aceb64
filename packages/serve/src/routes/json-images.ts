/** The JSON that POST /classify accepts: one image or several in base64, and the parameters beside them. */
import { z } from "@hono/zod-openapi";
import { checkJson } from "../body/parse-json.ts";
import { base64Upload, type Uploads } from "../body/read-uploads.ts";
import { jsonFields } from "../classify/query.ts";
import { Problem } from "../problem.ts";
import { querySchema } from "./classify-schema.ts";

const base64 = z.string().openapi({ description: "An image in base64, or as a data URL" });
const images = z.array(base64);

/** The JSON body. */
export const jsonImagesSchema = z
  .strictObject({
    image: base64.or(images).optional(),
    images: images.optional(),
    ...jsonFields(querySchema),
  })
  .openapi("JsonImages", { description: "`image` or `images`, and parameters" });

/** @throws {Problem} `invalid_body` or `no_image` */
export function readJsonImages(json: unknown): Uploads {
  const { image, images: several, ...fields } = checkJson(json, jsonImagesSchema);
  if ((image === undefined) === (several === undefined)) {
    throw new Problem("invalid_body", 'Cannot use the body: wanted either "image" or "images"');
  }
  if (typeof image === "string") {
    return { uploads: [base64Upload(image, "image")], isList: false, fields };
  }
  const name = image === undefined ? "images" : "image";
  const list = image ?? several ?? [];
  if (list.length === 0) throw new Problem("no_image", `Cannot classify: "${name}" is empty`);
  const uploads = list.map((text, index) => base64Upload(text, name, `${name}[${index}]`));
  return { uploads, isList: true, fields };
}
