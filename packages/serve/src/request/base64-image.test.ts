import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { decodeBase64 } from "./base64-image.ts";

const base64 = suite("decodeBase64()");

base64("reads base64 and data URLs", () => {
  for (const length of [1, 2, 3, 4, 100]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37) % 256);
    const text = Buffer.from(bytes).toString("base64");
    assert.equal(decodeBase64(text, "image").bytes, bytes);
    const url = decodeBase64(`data:image/png;name=a.png;base64,${text}`, "image");
    assert.equal([url.bytes, url.declaredType], [bytes, "image/png"]);
    assert.is(decodeBase64(`data:;base64,${text}`, "image").declaredType, undefined);
  }
});

base64("refuses what is something else, however little of it", () => {
  for (const text of [
    "!",
    "AAAAAAA!",
    "AAAA AAAA",
    "AAA",
    "AA=A",
    "https://a.example/b.png",
    "data:image/png,raw",
  ]) {
    assert.throws(
      () => decodeBase64(text, "image"),
      (error: unknown) => error instanceof Problem && error.code === "invalid_body",
      text,
    );
  }
  assert.throws(
    () => decodeBase64("data:image/png;base64,", "image"),
    (error: unknown) => error instanceof Problem && error.code === "no_image",
  );
});

base64.run();
