/** Draws the history of a run: accuracy and loss of `main_out` after each epoch, in training and on held-out images. */
import { formatPercent } from "@inception-edge/host";
import type { EpochReport } from "../watchers/watcher.ts";
import { figure, FIGURE_TOP } from "./figure.ts";
import { linePanel } from "./line-panel.ts";

const AREA = { width: 316, height: 236, top: FIGURE_TOP + 44 }; // px

/** @param epochs at least one, oldest first */
export function historySvg(
  epochs: readonly EpochReport[],
  { title }: { readonly title: string },
): string {
  const column = (name: keyof EpochReport["metrics"]): number[] =>
    epochs.map(({ metrics }) => metrics[name]);
  const accuracy = column("main_out_accuracy").map(toPercent);
  const heldOutAccuracy = column("held_out_main_out_accuracy").map(toPercent);
  const best = heldOutAccuracy.indexOf(Math.max(...heldOutAccuracy.filter(Number.isFinite)));
  const marked = best < 0 || epochs.length === 1 ? undefined : best + 1;

  const panels = [
    linePanel(
      [
        { name: "train", label: "train", values: accuracy },
        { name: "held-out", label: "held-out", values: heldOutAccuracy },
      ],
      {
        heading: "Accuracy, top-1",
        unit: " %",
        digits: 1,
        marked,
        area: { ...AREA, x: 64, y: AREA.top },
      },
    ),
    linePanel(
      [
        { name: "train", label: "train", values: column("main_out_loss") },
        { name: "held-out", label: "held-out", values: column("held_out_main_out_loss") },
      ],
      {
        heading: "Loss, cross-entropy",
        unit: "",
        digits: 3,
        marked,
        area: { ...AREA, x: 552, y: AREA.top },
      },
    ),
  ];
  const subtitle =
    best < 0
      ? "Not validated"
      : `Best held-out accuracy ${formatPercent(heldOutAccuracy[best]! / 100, 1)} in epoch ${best + 1} of ${epochs.length}. Train: mean over the epoch's steps`;
  return figure(panels, { width: 980, height: AREA.top + AREA.height + 44, title, subtitle });
}

const toPercent = (fraction: number): number => fraction * 100;
