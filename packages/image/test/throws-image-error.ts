/** Asserts how an image is refused. */
import * as assert from "uvu/assert";
import { ImageError, type ImageErrorCode } from "../src/image-error.ts";

export function throwsImageError(work: () => unknown, code: ImageErrorCode, message: RegExp): void {
  assert.throws(work, (error: unknown) => {
    assert.instance(error, ImageError);
    assert.is((error as ImageError).code, code);
    assert.match((error as ImageError).message, message);
    return true;
  });
}
