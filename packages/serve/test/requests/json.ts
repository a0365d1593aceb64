/** JSON and url-encoded forms with images as text, for both shapes of answers. */
import { rawRequest } from "./raw-request.ts";
import { png, type RequestCase, type Verdict } from "./request-case.ts";

const text = png.toString("base64");
const dataUrl = `data:image/png;base64,${text}`;

/** A image as text. */
const TEXTS: readonly (readonly [string, string, Verdict])[] = [
  ["base64", text, "image"],
  ["base64 without padding", text.replaceAll("=", ""), "image"],
  ["base64 in lines", text.replaceAll(/.{1,76}/g, "$&\r\n"), "image"],
  ["base64 in lines of LF", text.replaceAll(/.{1,60}/g, "$&\n"), "image"],
  ["base64 between spaces", `  ${text} \t`, "image"],
  ["base64url", png.toString("base64url"), "image"],
  ["a data URL", dataUrl, "image"],
  ["a data URL of another type", `data:image/jpeg;base64,${text}`, "image"],
  ["a data URL of a general type", `data:application/octet-stream;base64,${text}`, "image"],
  ["a data URL without a type", `data:;base64,${text}`, "image"],
  ["a data URL in capitals", `DATA:IMAGE/PNG;BASE64,${text}`, "image"],
  ["a data URL with parameters", `data:image/png;name="a.png";base64,${text}`, "image"],
  [
    "a data URL in lines",
    `data:image/png;base64,\n${text.replaceAll(/.{1,76}/g, "$&\n")}`,
    "image",
  ],
  ["a data URL, percent-encoded", `data:image/png;base64,${encodeURIComponent(text)}`, "image"],
  ["a data URL without base64", "data:image/png,abc", "400 invalid_body"],
  ["a data URL of nothing", "data:image/png;base64,", "400 no_image"],
  ["an empty text", "", "400 no_image"],
  ["an address", "https://a.example/b.png", "400 invalid_body"],
  ["a file's path", "/tmp/cat.jpg", "400 invalid_body"],
  ["a character too much", `${text}!`, "400 invalid_body"],
  ["a text in base64", Buffer.from("hello").toString("base64"), "415 unsupported_image"],
];

/** Bodies of POST /classify. */
const BODIES: readonly (readonly [string, unknown, Verdict])[] = [
  ["two images", { images: [text, dataUrl] }, 2],
  ["a list of one", { images: [text] }, 1],
  ["a list under image", { image: [text, text] }, 2],
  ["an empty list", { images: [] }, "400 no_image"],
  ["too many", { images: [text, text, text, text, text] }, "413 too_many_images"],
  ["one that is bad among them", { images: [text, "!"] }, "200"],
  ["both", { image: text, images: [text] }, "400 invalid_body"],
  ["neither", {}, "400 invalid_body"],
  ["a number", { image: 7 }, "400 invalid_body"],
  ["null", { image: null }, "400 invalid_body"],
  ["an object", { image: { b64: text } }, "400 invalid_body"],
  ["a key that is not ours", { image: text, extra: 1 }, "400 invalid_body"],
  ["parameters", { image: text, top_k: 3, threshold: 0, explain: true }, "200"],
  ["parameters as text", { image: text, top_k: "3", explain: "true" }, "200"],
  ["parameters of null", { image: text, top_k: null, threshold: null, explain: null }, "image"],
  ["a top_k that is none", { image: text, top_k: "five" }, "422 invalid_parameter"],
  ["a top_k of 0", { image: text, top_k: 0 }, "422 invalid_parameter"],
  ["a top_k that is a list", { image: text, top_k: [3] }, "422 invalid_parameter"],
  ["a list alone", [text], "400 invalid_body"],
  ["a text alone", text, "400 invalid_body"],
];

const JSON_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "text/json",
  "application/vnd.api+json",
  "text/plain;charset=UTF-8",
  "application/x-www-form-urlencoded",
] as const;

const RAW: readonly (readonly [string, string, Verdict])[] = [
  ["a BOM", `\xef\xbb\xbf${JSON.stringify({ image: text })}`, "image"],
  ["white space around it", `\r\n ${JSON.stringify({ image: text })} \n`, "image"],
  ["keys twice", `{"image": 7, "image": "${text}"}`, "image"],
  ["escaped slashes", JSON.stringify({ image: dataUrl }).replaceAll("/", "\\/"), "image"],
  ["a comma too much", `{"image": "${text}",}`, "400 invalid_body"],
  ["cut off", JSON.stringify({ image: text }).slice(0, -40), "400 invalid_body"],
  ["no UTF-8", '{"image": "\xff"}', "400 invalid_body"],
  ["a prototype", `{"__proto__": {"image": "${text}"}}`, "400 invalid_body"],
  ["nested deep", `${"[".repeat(5000)}${"]".repeat(5000)}`, "400 invalid_body"],
];

/** Bodies of POST /models/inception. */
const TASKS: readonly (readonly [string, unknown, Verdict])[] = [
  ["inputs", { inputs: text }, "200"],
  ["a data URL", { inputs: dataUrl }, "200"],
  ["several inputs", { inputs: [text, text] }, "200"],
  ["parameters of null", { inputs: text, parameters: null }, "200"],
  ["an empty object of parameters", { inputs: text, parameters: {} }, "200"],
  ["a top_k of null", { inputs: text, parameters: { top_k: null } }, "200"],
  ["a top_k as text", { inputs: text, parameters: { top_k: "2" } }, "200"],
  ["function_to_apply of null", { inputs: text, parameters: { function_to_apply: null } }, "200"],
  ["softmax", { inputs: text, parameters: { function_to_apply: "softmax" } }, "200"],
  ["sigmoid", { inputs: text, parameters: { function_to_apply: "sigmoid" } }, "200"],
  [
    "another function",
    { inputs: text, parameters: { function_to_apply: "relu" } },
    "422 invalid_parameter",
  ],
  ["options", { inputs: text, options: { wait_for_model: true, use_cache: false } }, "200"],
  ["parameters of other tasks", { inputs: text, parameters: { max_length: 3 } }, "200"],
  ["no inputs", {}, "400 invalid_body"],
  ["inputs of null", { inputs: null }, "400 invalid_body"],
  ["a number", { inputs: 3 }, "400 invalid_body"],
  ["no input", { inputs: [] }, "400 no_image"],
  ["parameters that are a list", { inputs: text, parameters: [] }, "400 invalid_body"],
  ["an address", { inputs: "https://a.example/b.png" }, "400 invalid_body"],
];

const FIELDS: readonly (readonly [string, string, Verdict])[] = [
  ["a data URL", `image=${encodeURIComponent(dataUrl)}`, "image"],
  ["base64", `image=${encodeURIComponent(text)}`, "image"],
  ["base64 that was not escaped", `image=${text}`, "image"],
  ["base64 and top_k", `top_k=7&image=${encodeURIComponent(text)}&other=a+b`, "200"],
  ["no image", "top_k=3", "400 no_image"],
  ["an empty image", "image=", "400 no_image"],
  ["a text", "image=hello", "400 invalid_body"],
  ["very many fields", "a=&".repeat(5000), "413 too_many_parts"],
];

export const json: readonly RequestCase[] = [
  ...TEXTS.map(([name, image, wanted]) => sent(`JSON: ${name}`, JSON.stringify({ image }), wanted)),
  ...BODIES.map(([name, body, wanted]) => sent(`JSON: ${name}`, JSON.stringify(body), wanted)),
  ...RAW.map(([name, body, wanted]) => sent(`JSON: ${name}`, body, wanted)),
  {
    name: "JSON without a type",
    request: rawRequest({ body: JSON.stringify({ image: text }) }),
    wanted: "image",
  },
  ...JSON_TYPES.map((type) =>
    sent(`JSON as ${type}`, JSON.stringify({ image: text }), "image", { type }),
  ),
  ...TASKS.map(([name, body, wanted]) =>
    sent(`the task: ${name}`, JSON.stringify(body), wanted, { path: "/models/inception" }),
  ),
  ...FIELDS.map(([name, body, wanted]) =>
    sent(`url-encoded: ${name}`, body, wanted, { type: "application/x-www-form-urlencoded" }),
  ),
];

function sent(
  name: string,
  body: string,
  wanted: Verdict,
  { type = "application/json", path = "/classify" } = {},
): RequestCase {
  return { name, request: rawRequest({ path, headers: [`Content-Type: ${type}`], body }), wanted };
}
