/** The media type of a header, without parameters, in lower case; absent where the header is or is empty. */
export function mediaType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  return type === "" ? undefined : type;
}
