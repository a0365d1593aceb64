/**
 * Azure ML's image classification: `input_data` with a column of images in base64, answered by the probabilities and
 * labels of all classes. Source: MicrosoftDocs/azure-docs, reference-automl-images-schema.md.
 */
import { z } from "@hono/zod-openapi";
import { checkJson } from "../../body/parse-json.ts";
import { base64Upload } from "../../body/read-uploads.ts";
import { probabilities } from "../../classify/best-classes.ts";
import { Problem } from "../../problem.ts";
import type { JsonShape } from "./json-shape.ts";

const cell = z.union([z.string(), z.tuple([z.string()])]);

/** The request. */
export const azureRequestSchema = z
  .object({
    input_data: z.object({
      columns: z.array(z.literal("image")).length(1).optional(),
      data: z.array(cell).openapi({ description: "Images in base64" }),
    }),
  })
  .openapi("AzureRequest");

/** The answer: fields of explanations, which are null, as without them. */
export const azureAnswerSchema = z
  .array(
    z.object({
      filename: z.string(),
      probs: z.array(z.number()),
      labels: z.array(z.string()),
      visualizations: z.null(),
      attributions: z.null(),
    }),
  )
  .openapi("AzureAnswer");

/** The shape. */
export const azureShape: JsonShape = {
  fields: ["input_data"],
  read(json) {
    const { data } = checkJson(json, azureRequestSchema).input_data;
    if (data.length === 0) {
      throw new Problem("no_image", 'Cannot classify: "input_data.data" is empty');
    }
    return data.map((one, index) =>
      base64Upload(typeof one === "string" ? one : one[0], `input_data.data[${index}]`),
    );
  },
  write(answers, { manifest }): z.infer<typeof azureAnswerSchema> {
    const labels = manifest.classes.map(({ label }) => label);
    return answers.map((answer, index) => ({
      filename: `input_data.data[${index}]`,
      probs: [...probabilities(answer)],
      labels,
      visualizations: null,
      attributions: null,
    }));
  },
};
