import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeText, quoted, splitLines } from "./text.ts";

const text = suite("text");

const words = "n01\tcafé\r\nn02\t猫\r\n";

function utf16(content: string, { bigEndian = false, mark = true } = {}): Uint8Array {
  const bytes = Buffer.from(`${mark ? "\uFEFF" : ""}${content}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

text("decodeText() reads UTF-8 and, by its mark, UTF-16, as PowerShell writes it", () => {
  for (const bytes of [
    Buffer.from(words),
    Buffer.from(`\uFEFF${words}`),
    utf16(words),
    utf16(words, { bigEndian: true }),
  ]) {
    assert.is(decodeText(bytes), words);
  }
  assert.is(decodeText(new Uint8Array()), "");
});

text("decodeText() explains what is wrong with other encodings", () => {
  assert.throws(() => decodeText(Buffer.from("caf\xe9", "latin1")), /^is not UTF-8$/);
  assert.throws(
    () => decodeText(utf16("n01\n", { mark: false })),
    /^contains zero bytes, like UTF-16 without a byte order mark$/,
  );
  assert.throws(
    () => decodeText(utf16("n01").subarray(0, 5)),
    /UTF-16, although its byte order mark/,
  );
});

text("splitLines() splits at every kind of line end", () => {
  assert.equal(splitLines("a\nb\r\nc\rd\n"), ["a", "b", "c", "d", ""]);
});

text("quoted() escapes everything that breaks a line or controls a terminal", () => {
  assert.is(quoted('a "b"\n\u001b[2J\u009b\u2028é'), '"a \\"b\\"\\n\\u001b[2J\\u009b\\u2028é"');
});

text.run();
