/** What a Markdown file points at: links, code spans and lines of commands, with the anchors that its headings make. */

export interface Document {
  readonly path: string;
  readonly links: readonly Mention[];
  /** Inline code, outside of fences. */
  readonly spans: readonly Mention[];
  /** Lines of fenced blocks of shell commands. */
  readonly commands: readonly Mention[];
  /** As GitHub makes them of the headings. */
  readonly anchors: ReadonlySet<string>;
}

export interface Mention {
  readonly text: string;
  readonly line: number;
}

/** Inline code may go on in the next line, not in the next paragraph. */
const SPAN = /`([^`\n]+(?:\n[^`\n]+)*)`/g;
const LINK = /\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;
const SHELL = new Set(["sh", "bash", "shell", "console"]);

export function parseDocument(path: string, text: string): Document {
  const commands: Mention[] = [];
  const headings: string[] = [];
  let fence: { readonly mark: string; readonly language: string } | undefined;
  // The text with an empty line for each line of a fence, so that lines keep their numbers.
  const prose: string[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    const [, mark, language = ""] = /^\s*(`{3,}|~{3,})\s*(\w*)/.exec(content) ?? [];
    const isEdge = mark !== undefined && (fence === undefined || mark === fence.mark);
    if (isEdge) {
      fence = fence === undefined ? { mark, language } : undefined;
    } else if (fence !== undefined && SHELL.has(fence.language)) {
      commands.push({ text: content, line: index + 1 });
    }
    prose.push(isEdge || fence !== undefined ? "" : content);
    const heading = /^#{1,6}\s+(.+)$/.exec(prose.at(-1) ?? "")?.[1];
    if (heading !== undefined) headings.push(heading);
  }
  const outside = prose.join("\n");
  return {
    path,
    links: mentionsOf(outside.replaceAll(SPAN, blank), LINK),
    spans: mentionsOf(outside, SPAN),
    commands,
    anchors: anchorsOf(headings),
  };
}

/** What a pattern's group finds, with the line where it begins. */
function mentionsOf(text: string, pattern: RegExp): readonly Mention[] {
  return [...text.matchAll(pattern)].map((match) => ({
    text: (match[1] ?? "").replaceAll(/\s+/g, " ").replaceAll("\\|", "|"),
    line: text.slice(0, match.index).split("\n").length,
  }));
}

function blank(span: string): string {
  return span.replaceAll(/[^\n]/g, " ");
}

function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const plain = heading.replaceAll(/\]\([^)]*\)/g, "").toLowerCase();
    const base = plain
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
