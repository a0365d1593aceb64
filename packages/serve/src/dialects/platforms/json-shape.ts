/** A shape of JSON that a platform's clients send, told from others by its fields. */
import type { Upload } from "../../body/read-uploads.ts";
import type { ServedModel } from "../../bundle/served-model.ts";
import type { Pixels } from "../../classify/pixels.ts";
import type { ImageAnswer } from "../../classify/submit-uploads.ts";
import type { InputLimits } from "../input-limits.ts";

/** One such shape. */
export interface JsonShape {
  /** A body with one of them has this shape. */
  readonly fields: readonly string[];
  /** @throws {Problem} */
  readonly read: (json: unknown, limits: InputLimits) => readonly (Upload | Pixels)[];
  readonly write: (answers: readonly ImageAnswer[], model: ServedModel) => object;
}
