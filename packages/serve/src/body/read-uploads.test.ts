import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { Problem } from "../problem.ts";
import { readJsonImages } from "../routes/json-images.ts";
import { readUploads, type Upload, type Uploads } from "./read-uploads.ts";

const uploadsIn = suite("readUploads()");

const TYPE = "multipart/form-data; boundary=adv";
const FORM =
  "A form.\r\n" +
  '--adv\r\nContent-Disposition: form-data; name="top_k"\r\n\r\n3\r\n' +
  '--adv\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n' +
  "Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\0\0\0\r\n" +
  "--adv\r\nContent-Disposition: form-data; name=\"b\"; filename*=UTF-8''%C3%AF.gif\r\n\r\nGIF89a\xff\r\n" +
  "--adv--\r\n";
const LF_FORM = FORM.replaceAll("\r\n", "\n");

function read(text: string, contentType = TYPE): Promise<Uploads> {
  const body = Uint8Array.from(Buffer.from(text, "latin1"));
  return readUploads(body, { contentType, maxImages: 8, readJson: readJsonImages });
}

uploadsIn("takes the parts of a form as they are, whatever ends its lines", async () => {
  for (const [form, break_] of [
    [FORM, "\r\n"],
    [LF_FORM, "\n"],
  ] as const) {
    const { uploads, isList, fields } = await read(form);
    assert.equal({ ...fields }, { top_k: "3" });
    assert.equal(
      uploads.map((upload) => [
        Buffer.from((upload as Upload).bytes as Uint8Array).toString("latin1"),
        upload.file,
      ]),
      [
        [`\x89PNG${break_}\x1a\n\0\0\0`, "a.png"],
        ["GIF89a\xff", "ï.gif"],
      ],
    );
    assert.ok(isList);
  }
});

uploadsIn("gives bytes that another thread can own", async () => {
  for (const upload of (await read(FORM)).uploads) {
    const { bytes } = upload as Upload;
    assert.is((bytes as Uint8Array).byteLength, (bytes as Uint8Array).buffer.byteLength);
  }
});

uploadsIn("ends, with images or a problem, for whatever a form became on its way", async () => {
  const random = seededRandom(7);
  const draw = (below: number): number => Math.floor(random() * below);
  const outcomes = { sent: 0, refused: 0 };
  for (let turn = 0; turn < 6000; turn += 1) {
    let text = turn % 2 === 0 ? FORM : LF_FORM;
    for (let times = 1 + draw(3); times > 0; times -= 1) {
      const [from, to] = [draw(text.length), draw(text.length)].toSorted((a, b) => a - b) as [
        number,
        number,
      ];
      const piece = text.slice(from, to);
      text = [
        text.slice(0, from) + String.fromCharCode(draw(256)) + text.slice(from + 1),
        text.slice(0, to),
        text.slice(0, from) + text.slice(to),
        text.slice(0, to) + piece + text.slice(to),
      ][draw(4)]!;
    }
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`It hangs at ${JSON.stringify(text)}`)),
      5000,
    );
    try {
      await Promise.race([read(text), late.promise]);
      outcomes.sent += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      assert.ok(error.status < 500);
      outcomes.refused += 1;
    } finally {
      clearTimeout(timer);
    }
  }
  assert.ok(outcomes.sent > 500 && outcomes.refused > 500, JSON.stringify(outcomes));
});

uploadsIn.run();
