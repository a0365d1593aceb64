import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { decodeBase64 } from "./base64-image.ts";

const base64 = suite("decodeBase64()");

base64("reads base64 and data URLs, in every way that they are written", () => {
  for (const length of [1, 2, 3, 4, 100]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 251 + 250) % 256);
    const text = Buffer.from(bytes).toString("base64");
    for (const written of [
      text,
      text.replaceAll("=", ""),
      Buffer.from(bytes).toString("base64url"),
      text.replaceAll(/.{1,4}/g, "$&\r\n"),
      `\n${text.replaceAll(/.{1,3}/g, "$&\n")}`,
      `data:image/png;name=a.png;base64,${text}`,
      `data:;base64,${text}`,
      `DATA:IMAGE/PNG;BASE64,${text}`,
      `data:image/png;charset=utf-8; base64 ,${text}`,
      ` data:image/png;base64,\n${text}\n`,
      `data:image/png;base64,${encodeURIComponent(text)}`,
    ]) {
      assert.equal(decodeBase64(written, "image"), bytes, written);
    }
  }
});

base64("refuses what is something else, however little of it", () => {
  for (const text of [
    "!",
    "AAAAAAA!",
    "AAAA*AAAA",
    "AAAAA",
    "AA=A",
    "AAA=AAAA",
    "https://a.example/b.png",
    "data:image/png,raw",
    "data:image/png;base64",
  ]) {
    assert.throws(
      () => decodeBase64(text, "image"),
      (error: unknown) => error instanceof Problem && error.code === "invalid_body",
      text,
    );
  }
  for (const text of ["", "  ", "data:image/png;base64,"]) {
    assert.throws(
      () => decodeBase64(text, "image"),
      (error: unknown) => error instanceof Problem && error.code === "no_image",
    );
  }
});

base64.run();
