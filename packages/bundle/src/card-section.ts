/** A section of the card between its figures and its list of files. */
export interface CardSection {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
}
