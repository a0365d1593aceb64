/** Plain-text tables for terminals: columns as wide as their widest cell, numbers to the right. */

/** @param rows cells in the order of the headings; a column is a number's when its last cell is one */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = headings.map((_, column) => /^-?[\d,]+$/.test(rows.at(-1)?.[column] ?? ""));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [
    line(headings),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...rows.map(line),
  ].join("\n");
}
