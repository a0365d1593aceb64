/** A column's name as it is compared: "File Name" and "file-name" are "file_name". */
export function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}
