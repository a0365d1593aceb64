/** A row and its line, counted from 1; of JSON, which entry it is. */
export interface TableRow {
  readonly line: number;
  /** By column name in lower case, with "_" for spaces and hyphens. */
  readonly cells: ReadonlyMap<string, string>;
  /** The columns' names as they are written, by those of the cells. */
  readonly titles?: ReadonlyMap<string, string>;
}
