/**
 * How much of a JPEG that is cut off has arrived. libjpeg draws what it has and does not say how far it came:
 * what the last scan changed in the image shows it. A scan goes through the image in cells, row by row, so the
 * part of them that it reached tells how long it would have been.
 */
import { isFrame, jpegSegments, payloadOf, SOS } from "../header/jpeg-segments.ts";
import type { RgbImage } from "../rgb-image.ts";
import type { Size } from "./codec.ts";

interface Component {
  readonly id: number;
  /** Samples for each of a cell: 1 to 4. */
  readonly across: number;
  readonly down: number;
}

interface Scan {
  /** Bytes of the file at which its coded data start and end. */
  readonly start: number;
  readonly end: number;
  readonly components: readonly number[];
  /** The coefficients it sends, first and last; in a baseline JPEG all of them (T.81, B.2.3). */
  readonly band: readonly [number, number];
  /** Whether it sends them to the last bit. */
  readonly isFinal: boolean;
}

interface CutJpeg {
  readonly components: readonly Component[];
  readonly scans: readonly Scan[];
}

const SOF2 = 0xc2;
const BLOCK = 8;
const BAND_END = 63;

/** The file up to the last thing in it that is whole: a decoder could take its own end for the rest of a segment. */
export function withoutCutSegment(jpeg: Uint8Array): Uint8Array {
  for (const { at, isCut } of jpegSegments(jpeg)) if (isCut) return jpeg.subarray(0, at);
  return jpeg;
}

/** The file up to the coded data of the last scan that began. */
export function beforeLastScan(jpeg: Uint8Array): Uint8Array {
  return jpeg.subarray(0, readCutJpeg(jpeg).scans.at(-1)?.start);
}

/** Whether every coefficient of every component is in a scan that began. */
export function hasBegunAll(jpeg: Uint8Array): boolean {
  const { components, scans } = readCutJpeg(jpeg);
  return components.every(({ id }) => {
    const sent = new Set<number>();
    for (const { components: coded, band, isFinal } of scans) {
      if (!isFinal || !coded.includes(id)) continue;
      for (let index = band[0]; index <= band[1]; index += 1) sent.add(index);
    }
    return sent.size > BAND_END;
  });
}

/**
 * The share of the coded data, 0..1, of a file in which all scans have begun.
 *
 * @param drawn what came of the file @param without what came of `beforeLastScan`, of the same size
 */
export function shareArrived(
  jpeg: Uint8Array,
  { drawn, without, size }: { drawn: RgbImage; without: RgbImage; size: Size },
): number {
  const { components, scans } = readCutJpeg(jpeg);
  const last = scans.at(-1);
  if (last === undefined) return 0;
  const scale = Math.round(size.width / drawn.width);
  const reached = cellsReached({ drawn, without, cell: cellOf(last, components, scale) });
  const arrived = scans.reduce((sum, { start, end }) => sum + end - start, 0);
  const lastArrived = last.end - last.start;
  return reached === 0 ? 0 : arrived / (arrived - lastArrived + lastArrived / reached);
}

function readCutJpeg(jpeg: Uint8Array): CutJpeg {
  const components: Component[] = [];
  const scans: Scan[] = [];
  let progressive = false;
  let open: Omit<Scan, "end"> | undefined;
  for (const segment of jpegSegments(jpeg)) {
    const { marker, at, end } = segment;
    if (open) scans.push({ ...open, end: at });
    open = undefined;
    if (isFrame(marker)) {
      progressive = marker === SOF2;
      components.push(...frameComponents(payloadOf(jpeg, segment)));
    }
    if (marker === SOS) open = { start: end, ...scanHeader(payloadOf(jpeg, segment), progressive) };
  }
  if (open) scans.push({ ...open, end: jpeg.length });
  return { components, scans };
}

/** T.81, B.2.2 */
function frameComponents(payload: Uint8Array): Component[] {
  return Array.from({ length: payload[5]! }, (_, index) => {
    const [id = 0, sampling = 0] = payload.subarray(6 + 3 * index);
    return { id, across: Math.max(1, sampling >> 4), down: Math.max(1, sampling & 15) };
  });
}

/** T.81, B.2.3 */
function scanHeader(
  payload: Uint8Array,
  progressive: boolean,
): Pick<Scan, "components" | "band" | "isFinal"> {
  const count = payload[0] ?? 0;
  const components = Array.from({ length: count }, (_, index) => payload[1 + 2 * index] ?? 0);
  const [first = 0, last = 0, bits = 0] = payload.subarray(1 + 2 * count);
  return progressive
    ? { components, band: [first, last], isFinal: (bits & 15) === 0 }
    : { components, band: [0, BAND_END], isFinal: true };
}

/** T.81, A.2: the MCU of all components, or what a block of a single one covers; in pixels as drawn. */
function cellOf(scan: Scan, components: readonly Component[], scale: number): Size {
  const [across, down] = [
    Math.max(...components.map((component) => component.across)),
    Math.max(...components.map((component) => component.down)),
  ];
  const single = components.find(
    ({ id }) => scan.components.length === 1 && id === scan.components[0],
  );
  return {
    width: Math.max(1, (BLOCK * across) / (single?.across ?? 1) / scale),
    height: Math.max(1, (BLOCK * down) / (single?.down ?? 1) / scale),
  };
}

/** The share of the cells up to the last one that differs. */
function cellsReached({
  drawn,
  without,
  cell,
}: {
  drawn: RgbImage;
  without: RgbImage;
  cell: Size;
}): number {
  const { width, height } = drawn;
  const [across, down] = [Math.ceil(width / cell.width), Math.ceil(height / cell.height)];
  let last = -1;
  for (let at = 0; at < drawn.rgb.length; at += 3) {
    if (
      drawn.rgb[at] === without.rgb[at] &&
      drawn.rgb[at + 1] === without.rgb[at + 1] &&
      drawn.rgb[at + 2] === without.rgb[at + 2]
    )
      continue;
    const pixel = at / 3;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    // Colours of half the size run into the first pixels of the next cell.
    if ((cell.width > 2 && x % cell.width < 1) || (cell.height > 2 && y % cell.height < 1))
      continue;
    last = Math.max(last, Math.floor(y / cell.height) * across + Math.floor(x / cell.width));
  }
  return (last + 1) / (across * down);
}
