/** The files of a multipart form (RFC 7578). Other fields are left alone. */
import { Problem } from "../problem.ts";
import { mediaType } from "./media-type.ts";
import type { Upload } from "./upload.ts";

/** Parts that are no images, such as a form's other fields. */
const MAX_OTHER_PARTS = 8;

/** @throws {Problem} `invalid_body`, `no_image` or `too_many_images` */
export async function readForm(
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  maxImages: number,
): Promise<readonly Upload[]> {
  const boundary = boundaryOf(contentType);
  checkParts(body, boundary, maxImages);
  let form: FormData;
  try {
    // By the boundary that was checked, whatever else the header holds.
    const headers = { "content-type": `multipart/form-data; boundary="${boundary}"` };
    form = await new Response(body, { headers }).formData();
  } catch (cause) {
    throw new Problem("invalid_body", "Cannot read the form: its parts are not whole", { cause });
  }
  const files = [...form.values()].filter((value) => value instanceof File);
  if (files.length === 0) {
    throw new Problem(
      "no_image",
      "Cannot classify: the form has no file (with curl: -F image=@cat.jpg)",
    );
  }
  if (files.length > maxImages) throw tooMany(maxImages);
  return Promise.all(
    files.map(async (file) => ({
      bytes: new Uint8Array(await file.arrayBuffer()),
      declaredType: declaredTypeOf(file),
      file: file.name,
    })),
  );
}

/** Node gives a part without a type the form's default, which says nothing of a file. */
function declaredTypeOf({ type }: File): string | undefined {
  const declared = mediaType(type);
  return declared === "text/plain" ? undefined : declared;
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"\\]{1,70})"|([^\s;"\\]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined) return boundary;
  throw new Problem("invalid_body", "Cannot read the form: its content type names no boundary");
}

/** The runtime's parser takes any number of parts, and the time for them, on the thread that answers everybody. */
function checkParts(body: Uint8Array<ArrayBuffer>, boundary: string, maxImages: number): void {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`);
  let parts = -1; // The last delimiter ends the form.
  for (
    let at = text.indexOf(delimiter);
    at >= 0;
    at = text.indexOf(delimiter, at + delimiter.length)
  ) {
    parts += 1;
    if (parts > maxImages + MAX_OTHER_PARTS) throw tooMany(maxImages);
  }
}

function tooMany(maxImages: number): Problem {
  return new Problem(
    "too_many_images",
    `Cannot classify so many images at once: at most ${maxImages} are allowed`,
  );
}
