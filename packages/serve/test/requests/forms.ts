/** Forms as clients write them, tidy and untidy. */
import { rawRequest } from "./raw-request.ts";
import { latin1, png, type RequestCase, type Verdict } from "./request-case.ts";

const TYPE = "multipart/form-data; boundary=adv";
const IMAGE = 'Content-Disposition: form-data; name="image"; filename="a.png"';
const text = png.toString("base64");

const field = (name: string, value = "v"): Piece =>
  part(`Content-Disposition: form-data; name="${name}"`, value);
const image = (head = IMAGE): Piece => part(head, png);
const fields = (count: number): readonly Piece[] =>
  Array.from({ length: count }, (_, index) => field(`f${index}`));

/** How the part of an image may be headed. */
const HEADS: Readonly<Record<string, string>> = {
  "as curl writes it": `${IMAGE}\r\nContent-Type: image/png`,
  "of the type image/*": `${IMAGE}\r\nContent-Type: image/*`,
  "of another image's type": `${IMAGE}\r\nContent-Type: image/jpeg`,
  "of the type of text": `${IMAGE}\r\nContent-Type: text/plain`,
  "of an empty type": `${IMAGE}\r\nContent-Type:`,
  "without a type": IMAGE,
  "type first": `Content-Type: image/png\r\n${IMAGE}`,
  "with its own length": `${IMAGE}\r\nContent-Length: ${png.length}`,
  "with a transfer encoding": `${IMAGE}\r\nContent-Transfer-Encoding: binary`,
  "without a file name": 'Content-Disposition: form-data; name="image"',
  "without a file name, with a type":
    'Content-Disposition: form-data; name="image"\r\nContent-Type: image/png',
  "under another name": 'Content-Disposition: form-data; name="file"; filename="a.png"',
  "under no name": 'Content-Disposition: form-data; filename="a.png"',
  "with an empty file name": 'Content-Disposition: form-data; name="image"; filename=""',
  "filename* alone":
    "Content-Disposition: form-data; name=\"image\"; filename*=UTF-8''na%C3%AFve.png",
  "filename and filename*":
    'Content-Disposition: form-data; name="image"; filename="a.png"; filename*=UTF-8\'\'b.png',
  "filename* in another order":
    "Content-Disposition: form-data; filename*=utf-8'en'b.png; name=\"image\"",
  "unquoted names": "Content-Disposition: form-data; name=image; filename=a.png",
  "names in capitals": 'CONTENT-DISPOSITION: Form-Data; NAME="image"; FILENAME="a.png"',
  "no spaces": 'Content-Disposition:form-data;name="image";filename="a.png"',
  "folded lines": 'Content-Disposition: form-data;\r\n name="image";\r\n\tfilename="a.png"',
  "a quote in the name": 'Content-Disposition: form-data; name="image"; filename="a\\"b;c.png"',
  "a Windows path": 'Content-Disposition: form-data; name="image"; filename="C:\\me\\a.png"',
  "a name in Latin-1": 'Content-Disposition: form-data; name="image"; filename="na\xefve.png"',
  "a name in UTF-8": 'Content-Disposition: form-data; name="image"; filename="na\xc3\xafve.png"',
  "a name percent-encoded": 'Content-Disposition: form-data; name="image"; filename="a%22.png"',
  "a long name": `Content-Disposition: form-data; name="image"; filename="${"a".repeat(4000)}.png"`,
  "the name of a prototype": 'Content-Disposition: form-data; name="__proto__"; filename="a.png"',
};

/** Boundaries of every kind, each with the header's parameter. */
const BOUNDARIES: Readonly<Record<string, string>> = {
  b: "boundary=b",
  "-": "boundary=-",
  "a b": 'boundary="a b"',
  "=_'()+,./:=?x": `boundary="=_'()+,./:=?x"`,
  "==abc==": "boundary===abc==",
  aDv: "BOUNDARY=aDv",
  adv: 'charset=utf-8; boundary="adv"; x=y',
  "----WebKitFormBoundary7MA4YWxkTrZu0gW": "boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
  ["a".repeat(70)]: `boundary=${"a".repeat(70)}`,
};

/** Whole bodies that are not quite as RFC 7578 has them. */
const BODIES: readonly (readonly [string, Buffer, Verdict])[] = [
  ["a preamble", latin1(`This is a form.\r\n${form(image())}`), "image"],
  ["a preamble that names the boundary", latin1(`It is --adv\r\n${form(image())}`), "image"],
  ["a line break first", latin1(`\r\n${form(image())}`), "image"],
  ["an epilogue", latin1(`${form(image())}The end\r\n--adv\r\n`), "image"],
  ["no line break last", latin1(form(image()).trimEnd()), "image"],
  ["CR alone last", latin1(`${form(image()).trimEnd()}\r`), "image"],
  ["spaces behind a boundary", latin1(form(image()).replace("--adv", "--adv \t ")), "image"],
  ["LF alone", latin1(lfForm()), "image"],
  ["LF alone, after a preamble", latin1(`A form.\n${lfForm()}`), "image"],
  ["LF alone, two images", latin1(lfForm(2)), 2],
  ["an image that ends with CR", latin1(form(part(IMAGE, latin1(`${bin()}\r`)))), "image"],
  ["an image that ends with CRLF", latin1(form(part(IMAGE, latin1(`${bin()}\r\n`)))), "image"],
  [
    "an image that ends with half a boundary",
    latin1(form(part(IMAGE, latin1(`${bin()}\r\n--ad`)))),
    "image",
  ],
  ["cut off in an image", latin1(form(image()).slice(0, -300)), "400 invalid_body"],
  ["cut off before its last boundary", latin1(form(image()).slice(0, -9)), "400 invalid_body"],
  ["cut off in its last boundary", latin1(form(image()).slice(0, -4)), "400 invalid_body"],
  ["cut off in a header", latin1(form(image()).slice(0, 40)), "400 invalid_body"],
  ["another boundary", latin1(form(image()).replaceAll("adv", "avd")), "400 invalid_body"],
  ["no part", latin1("--adv--\r\n"), "400 no_image"],
  ["no form at all", latin1("hello"), "400 invalid_body"],
  ["the image itself", png, "400 invalid_body"],
];

/** Parts together. */
const PARTS: readonly (readonly [string, readonly Piece[], Verdict])[] = [
  ["20 fields", [...fields(20), image()], "image"],
  ["200 fields", [...fields(100), image(), ...fields(99)], "image"],
  ["1000 parts", [...fields(999), image()], "image"],
  ["1001 parts", [...fields(1000), image()], "413 too_many_parts"],
  ["two images", [image(), image()], 2],
  ["four images", [image(), image(), image(), image()], 4],
  ["five images of four", Array.from({ length: 5 }, () => image()), "413 too_many_images"],
  ["an empty file input", [part(EMPTY(), ""), image()], "image"],
  ["nothing but an empty file input", [part(EMPTY(), "")], "400 no_image"],
  ["an empty file with a name", [part(IMAGE, "")], "400 empty_image"],
  ["nothing but fields", fields(2), "400 no_image"],
  ["a data URL", [field("image", `data:image/png;base64,${text}`)], "image"],
  ["a data URL under any name", [field("photo", `data:image/png;base64,${text}`)], "image"],
  ["base64", [field("image", text)], "image"],
  ["base64 under images[]", [field("images[]", text), field("images[]", text)], 2],
  ["a text instead", [field("image", "hello")], "400 invalid_body"],
  ["an address instead", [field("image", "https://a.example/b.png")], "400 invalid_body"],
  ["an empty field beside it", [field("image", ""), image()], "image"],
  [
    "the fields of Rails",
    [field("utf8", "\xe2\x9c\x93"), field("_method", "put"), image()],
    "image",
  ],
  ["top_k as a field", [field("top_k", "7"), image()], "200"],
  ["top_k left blank", [field("top_k", ""), image()], "image"],
  ["top_k that is none", [field("top_k", "five"), image()], "422 invalid_parameter"],
  ["explain as a checkbox", [image(), field("explain", "on")], "200"],
  ["a threshold too high", [image(), field("threshold", "2")], "422 invalid_parameter"],
];

export const forms: readonly RequestCase[] = [
  ...Object.entries(HEADS).map(([name, head]) =>
    sent(`a part ${name}`, form(image(head)), "image"),
  ),
  ...Object.entries(BOUNDARIES).map(([boundary, parameter]) => ({
    name: `the boundary ${boundary}`,
    request: rawRequest({
      headers: [`Content-Type: multipart/form-data; ${parameter}`],
      body: latin1(form(image()).replaceAll("--adv", `--${boundary}`)),
    }),
    wanted: "image" as const,
  })),
  ...[
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary=""',
  ].map((type) => ({
    name: `a form as "${type}"`,
    request: rawRequest({ headers: [`Content-Type: ${type}`], body: latin1(form(image())) }),
    wanted: "400 invalid_body" as const,
  })),
  ...BODIES.map(([name, body, wanted]) => sent(name, body, wanted)),
  ...PARTS.map(([name, parts, wanted]) => sent(name, form(...parts), wanted)),
];

/** A part, without the boundary before it. */
type Piece = string;

function part(head: string, content: Uint8Array | string): Piece {
  const bytes = typeof content === "string" ? latin1(content) : Buffer.from(content);
  return `${head}\r\n\r\n${bytes.toString("latin1")}\r\n`;
}

function form(...parts: readonly Piece[]): string {
  return `${parts.map((one) => `--adv\r\n${one}`).join("")}--adv--\r\n`;
}

function lfForm(images = 1): string {
  return `${`--adv\n${IMAGE}\nContent-Type: image/png\n\n${bin()}\n`.repeat(images)}--adv--\n`;
}

function bin(): string {
  return png.toString("latin1");
}

/** As browsers send an input in which no file was chosen. */
function EMPTY(): string {
  return 'Content-Disposition: form-data; name="other"; filename=""\r\nContent-Type: application/octet-stream';
}

function sent(name: string, body: string | Buffer, wanted: Verdict): RequestCase {
  return {
    name: `a form: ${name}`,
    request: rawRequest({ headers: [`Content-Type: ${TYPE}`], body }),
    wanted,
  };
}
