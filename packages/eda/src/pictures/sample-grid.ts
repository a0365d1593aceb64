/** `sample-grid.png`: a few training images of every class under its name. */
import { STORED_SIZE } from "@inception-edge/image";
import Framebuffer from "imagescript/v2/framebuffer.mjs";
import fonts from "imagescript/wasm/node/font.js";
import { readFile } from "node:fs/promises";
import { GAP, strip } from "./montage.ts";

export interface SampleRow {
  readonly title: string;
  /** `[64, 64, 3]` each. */
  readonly images: readonly Uint8Array[];
}

/** Images of a class. */
export const GRID_SAMPLES = 4;

const MARGIN = 16;
const TITLE = 20;
const TEXT_SIZE = 13;
const CELL_WIDTH = GRID_SAMPLES * STORED_SIZE + (GRID_SAMPLES - 1) * GAP;
const CELL_HEIGHT = TITLE + STORED_SIZE + MARGIN;
/** Of the finest grid that a viewer on a laptop still shows whole in its width. */
const COLUMNS = 5;

export async function sampleGrid(rows: readonly SampleRow[]): Promise<Uint8Array> {
  const columns = Math.max(1, Math.min(COLUMNS, rows.length));
  const lines = Math.ceil(rows.length / columns);
  const width = MARGIN + columns * (CELL_WIDTH + MARGIN);
  const page = new Framebuffer(width, MARGIN + Math.max(1, lines) * CELL_HEIGHT).fill(0xffffffff);
  const write = await textWriter(TEXT_SIZE);
  for (const [index, { title, images }] of rows.entries()) {
    // Down the columns, as a list is read.
    const x = MARGIN + Math.floor(index / lines) * (CELL_WIDTH + MARGIN);
    const y = MARGIN + (index % lines) * CELL_HEIGHT;
    page.overlay(write(title, CELL_WIDTH), x, y);
    if (images.length > 0) page.replace(strip(images), x, y + TITLE);
  }
  return page.encode("png", { compression: "default" });
}

/** Text as a picture of at most that width, cut short with an ellipsis. */
async function textWriter(size: number): Promise<(text: string, width: number) => Framebuffer> {
  const { Font, Layout } = await fonts.init();
  const file = "@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf";
  const font = new Font(size, await readFile(new URL(import.meta.resolve(file))));
  const layout = new Layout();
  function draw(text: string): Framebuffer {
    layout.reset({ wrap_hard_breaks: false });
    layout.append(font, text, { scale: size });
    const { width, height, buffer } = layout.rasterize(0x1f, 0x23, 0x28);
    return new Framebuffer(width, height, buffer);
  }
  return function write(text, width) {
    let frame = draw(text);
    for (let length = text.length - 1; frame.width > width && length > 0; length -= 1) {
      frame = draw(`${text.slice(0, length).trimEnd()}…`);
    }
    return frame;
  };
}
