/** The verdict and the findings: what is wrong, how bad it is, which files, and what to do. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { Finding, Report } from "../report.ts";
import { coded, html, type Html } from "./html.ts";

/** Most paths listed per finding; report.json has all of them. */
const LISTED = 200;

export const NO_PROBLEMS = "No problems found.";

/** The findings in one sentence. */
export function verdict({ findings }: Report): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  if (findings.length === 0) return NO_PROBLEMS;
  const parts = [
    errors > 0
      ? `${formatCount(errors, "error")} that ${errors === 1 ? "makes" : "make"} results unreliable`
      : "",
    warnings > 0 ? `${formatCount(warnings, "warning")} to read before training` : "",
  ].filter(Boolean);
  return `${parts.join(", and ")}.`;
}

export function findingsSection({ findings }: Report): Html {
  if (findings.length === 0) return html``;
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <ol class="findings">
      ${findings.map(finding)}
    </ol>
  </section>`;
}

function finding({ severity, title, detail, cure, paths }: Finding): Html {
  return html`<li class="finding ${severity}">
    <span class="badge">${severity === "error" ? "Error" : "Warning"}</span>
    <h3>${title}</h3>
    <p>${coded(detail)}</p>
    <p class="cure">${coded(cure)}</p>
    ${paths.length > 0 ? files(paths) : undefined}
  </li>`;
}

function files(paths: readonly string[]): Html {
  const rest = paths.length - LISTED;
  return html`<details>
    <summary>${formatCount(paths.length, "file")}</summary>
    <ul>
      ${paths.slice(0, LISTED).map((path) => html`<li><code>${path}</code></li>`)}${
        rest > 0 ? html`<li>and ${formatInteger(rest)} more, in report.json</li>` : undefined
      }
    </ul>
  </details>`;
}
