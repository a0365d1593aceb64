/** `sample-grid.png`: a few training images of every class, under its label. */
import { readFile } from "node:fs/promises";
import { STORED_SIZE } from "@inception-edge/image";
import { Canvas, loadTextWriter } from "@inception-edge/image/canvas";
import { encodePng } from "@inception-edge/image/encode";
import { GAP, strip } from "./montage.ts";

export interface SampleRow {
  readonly title: string;
  /** `[64, 64, 3]` each. */
  readonly images: readonly Uint8Array[];
}

/** Images per class. */
export const GRID_SAMPLES = 4;

const MARGIN = 16;
const TITLE = 20;
const FONT = "@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf";
const TEXT_SIZE = 13;
const TEXT_COLOR = [0x1f, 0x23, 0x28] as const;
const DEFLATE_LEVEL = 6;
const CELL_WIDTH = GRID_SAMPLES * STORED_SIZE + (GRID_SAMPLES - 1) * GAP;
const CELL_HEIGHT = TITLE + STORED_SIZE + MARGIN;
/** As many columns as fit on a laptop's screen at full size. */
const COLUMNS = 5;

export async function sampleGrid(rows: readonly SampleRow[]): Promise<Uint8Array> {
  const columns = Math.max(1, Math.min(COLUMNS, rows.length));
  const lines = Math.ceil(rows.length / columns);
  const width = MARGIN + columns * (CELL_WIDTH + MARGIN);
  const page = new Canvas(width, MARGIN + Math.max(1, lines) * CELL_HEIGHT).fill(0xffffffff);
  const font = await readFile(new URL(import.meta.resolve(FONT)));
  const write = await loadTextWriter({ font, size: TEXT_SIZE, color: TEXT_COLOR });
  for (const [index, { title, images }] of rows.entries()) {
    // Down the columns, as a list is read.
    const x = MARGIN + Math.floor(index / lines) * (CELL_WIDTH + MARGIN);
    const y = MARGIN + (index % lines) * CELL_HEIGHT;
    page.overlay(write(title, CELL_WIDTH), x, y);
    if (images.length > 0) page.replace(strip(images), x, y + TITLE);
  }
  return encodePng(page.rgba, page.width, DEFLATE_LEVEL);
}
