/** What was measured as a Markdown table, ours beside the peer's. */
import type { MeasuredStep } from "../measured-step.ts";

const HEAD = [
  "who",
  "mode",
  "type",
  "optimizer",
  "batch",
  "px",
  "ms",
  "images/s",
  "first step, s",
  "÷ PyTorch",
  "note",
];

export function stepTable(steps: readonly MeasuredStep[]): string {
  const rows = steps.map((step) => [
    step.who,
    step.mode,
    step.precision,
    step.optimizer,
    String(step.batch),
    String(step.size),
    step.medianMs.toFixed(1),
    step.imagesPerSecond.toLocaleString("en"),
    (step.firstStepMs / 1000).toFixed(1),
    overPeer(step, steps),
    [step.note, step.lastLoss === null && "loss not finite"].filter(Boolean).join("; "),
  ]);
  const devices = [...new Set(steps.map(({ device }) => device))].join("; ");
  return [`On ${devices}:`, "", ...[HEAD, HEAD.map(() => "---"), ...rows].map(line)].join("\n");
}

/** Our speed as a share of the peer's fastest on the same device at the same work; nothing where there is no such. */
function overPeer(step: MeasuredStep, steps: readonly MeasuredStep[]): string {
  if (step.who !== "ours") return "";
  const peers = steps.filter(
    (other) =>
      other.who === "pytorch" &&
      (["device", "precision", "optimizer", "batch", "size"] as const).every(
        (key) => other[key] === step[key],
      ),
  );
  const best = Math.min(...peers.map(({ medianMs }) => medianMs));
  return Number.isFinite(best) ? (best / step.medianMs).toFixed(2) : "";
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
