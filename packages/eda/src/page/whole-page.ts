/**
 * A self-contained page that opens from disk. Its content security policy forbids every request; a script is allowed by its
 * hash alone.
 */
import { hash } from "node:crypto";
import { Html, html } from "./html.ts";
import { style } from "./style.ts";

/** The parts of a page. */
export interface PageParts {
  readonly title: string;
  readonly header: Html;
  readonly main: Html;
  readonly footer: Html;
  /** Rules beside those of every page. */
  readonly css?: string;
  /** JavaScript that runs when the page has been read. */
  readonly script?: string;
}

/** The document's markup. */
export function wholePage({ title, header, main, footer, css = "", script }: PageParts): string {
  const scripts =
    script === undefined ? "" : `script-src 'sha256-${hash("sha256", script, "base64")}'; `;
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; ${scripts}base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <title>${title}</title>
        ${new Html(`<style>${style}${css}</style>`)}
      </head>
      <body>
        <header>${header}</header>
        <main>${main}</main>
        <footer>${footer}</footer>
        ${script === undefined ? undefined : new Html(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.markup;
}
