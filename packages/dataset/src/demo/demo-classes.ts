/**
 * The classes of the demo dataset: ten of Tiny ImageNet's, each drawn as a few layers of shapes.
 *
 * Classes share colors on purpose (orange and basketball; banana and bus; ladybug, mushroom and umbrella;
 * compass, web and fence), so that only shape and texture tell them apart.
 */
import type { Random } from "../random.ts";
import { between, dimpled, shaded, type Color, type Layer } from "./draw-image.ts";
import {
  moved,
  box,
  common,
  disc,
  fan,
  lowerHalf,
  outline,
  polygon,
  spike,
  stretched,
  stroke,
  turned,
  union,
  upperHalf,
  without,
} from "./shapes.ts";

/** A class and how an image of it is drawn. */
export interface DemoClass {
  readonly wnid: string;
  /** All names, as in the official `words.txt`. */
  readonly name: string;
  /** The layers of one image, from back to front. */
  readonly draw: (random: Random) => readonly Layer[];
}

const orange: Color = [232, 126, 30];
const yellow: Color = [240, 196, 32];
const red: Color = [204, 36, 30];
const white: Color = [236, 234, 226];
const steel: Color = [150, 152, 158];
const glass: Color = [52, 66, 84];
const wood: Color = [92, 62, 34];
const black: Color = [24, 22, 24];

/** In ascending order of the wnids. */
export const demoClasses: readonly DemoClass[] = [
  {
    wnid: "n02165456",
    name: "ladybug, ladybeetle, lady beetle, ladybird, ladybird beetle",
    draw(random) {
      const spot = disc(between(random, 0.12, 0.17));
      const side = union(moved(0.3, -0.3, spot), moved(0.42, 0.08, spot), moved(0.26, 0.42, spot));
      return [
        { shape: moved(0, -0.72, disc(0.3)), paint: black },
        { shape: stretched(0.74, 0.84, disc(1)), paint: shaded(red) },
        { shape: union(side, (x, y) => side(-x, y)), paint: black },
        { shape: stroke([0, -0.8], [0, 0.84], 0.07), paint: black },
      ];
    },
  },
  {
    wnid: "n02802426",
    name: "basketball",
    draw(random) {
      const ball = disc(0.86);
      const bow = between(random, 1.05, 1.25);
      const arc = moved(bow, 0, outline(disc(bow - between(random, 0.35, 0.5)), 0.09));
      const cross = union(stroke([0, -1], [0, 1], 0.09), stroke([-1, 0], [1, 0], 0.09));
      const seams = union(cross, arc, (x, y) => arc(-x, y));
      return [
        { shape: ball, paint: shaded(orange) },
        { shape: turned(between(random, -0.8, 0.8), common(ball, seams)), paint: black },
      ];
    },
  },
  {
    wnid: "n03706229",
    name: "magnetic compass",
    draw(random) {
      const needle = spike(0.16, 0.6);
      const angle = between(random, -Math.PI, Math.PI);
      return [
        { shape: disc(0.9), paint: shaded(steel) },
        { shape: disc(0.72), paint: white },
        { shape: fan(12, stroke([0, -0.66], [0, -0.58], 0.05)), paint: black },
        { shape: turned(angle, needle), paint: red },
        { shape: turned(angle + Math.PI, needle), paint: glass },
        { shape: disc(0.07), paint: steel },
      ];
    },
  },
  {
    wnid: "n03930313",
    name: "picket fence, paling",
    draw(random) {
      const pitch = between(random, 0.4, 0.5);
      const pale = union(moved(0, 0.2, box(0.13, 0.75)), moved(0, -0.54, spike(0.13, 0.24)));
      const pales = [-2, -1, 0, 1, 2].map((index) => moved(index * pitch, 0, pale));
      const rails = union(moved(0, -0.25, box(1.2, 0.07)), moved(0, 0.5, box(1.2, 0.07)));
      return [
        { shape: rails, paint: shaded(steel) },
        { shape: union(...pales), paint: shaded(white) },
      ];
    },
  },
  {
    wnid: "n04146614",
    name: "school bus",
    draw(random) {
      const windows = [-0.66, -0.28, 0.1, 0.48].map((x) => moved(x, -0.2, box(0.15, 0.15)));
      const wheelbase = between(random, 0.45, 0.62);
      const wheels = union(moved(-wheelbase, 0.5, disc(0.2)), moved(wheelbase, 0.5, disc(0.2)));
      const hubs = union(moved(-wheelbase, 0.5, disc(0.08)), moved(wheelbase, 0.5, disc(0.08)));
      const body = union(box(0.92, 0.5, 0.12), moved(0.9, 0.22, box(0.2, 0.28, 0.08)));
      return [
        { shape: body, paint: shaded(yellow) },
        { shape: union(...windows), paint: glass },
        { shape: moved(0.05, 0.14, box(0.86, 0.035)), paint: black },
        { shape: wheels, paint: black },
        { shape: hubs, paint: steel },
      ];
    },
  },
  {
    wnid: "n04275548",
    name: "spider web, spider's web",
    draw(random) {
      const spokes = 7 + Math.floor(between(random, 0, 3));
      const rings = [0.2, 0.38, 0.56, 0.76].map((radius) => outline(polygon(spokes, radius), 0.05));
      const threads = union(fan(spokes, stroke([0, 0], [0, -1], 0.05)), ...rings);
      return [{ shape: turned(between(random, 0, 1), threads), paint: white }];
    },
  },
  {
    wnid: "n04507155",
    name: "umbrella",
    draw(random) {
      const dome = moved(0, 0.1, common(disc(0.9), upperHalf));
      const scallops = union(
        ...[-0.6, 0, 0.6].map((x) => moved(x, 0.14, stretched(0.3, 0.14, disc(1)))),
      );
      const panel = between(random, 0.28, 0.36);
      const ribs = moved(0, 0.1, stretched(panel, 0.9, disc(1)));
      const hook = common(outline(moved(0.16, 0.76, disc(0.16)), 0.08), moved(0, 0.76, lowerHalf));
      return [
        { shape: union(stroke([0, -0.9], [0, 0.76], 0.08), hook), paint: wood },
        { shape: without(dome, scallops), paint: shaded(red) },
        { shape: without(common(dome, ribs), scallops), paint: white },
      ];
    },
  },
  {
    wnid: "n07734744",
    name: "mushroom",
    draw(random) {
      const cap = moved(0, 0.05, common(stretched(0.92, 0.8, disc(1)), upperHalf));
      const spot = disc(between(random, 0.09, 0.15));
      const spots = union(
        moved(-0.45, -0.22, spot),
        moved(0.05, -0.48, spot),
        moved(0.46, -0.2, spot),
      );
      return [
        { shape: moved(0, 0.45, box(between(random, 0.2, 0.3), 0.45, 0.12)), paint: shaded(white) },
        { shape: cap, paint: shaded(red) },
        { shape: spots, paint: white },
      ];
    },
  },
  {
    wnid: "n07747607",
    name: "orange",
    draw(random) {
      const leaf = stretched(0.3, 0.12, disc(1));
      return [
        { shape: disc(0.86), paint: dimpled(orange, random) },
        {
          shape: moved(0.24, -0.8, turned(between(random, -0.6, 0.2), leaf)),
          paint: [58, 110, 40],
        },
        { shape: moved(0, -0.76, disc(0.07)), paint: wood },
      ];
    },
  },
  {
    wnid: "n07753592",
    name: "banana",
    draw(random) {
      const bite = moved(0, between(random, -0.62, -0.5), disc(1));
      const crescent = moved(0, -0.2, without(disc(0.95), bite));
      return [
        { shape: crescent, paint: shaded(yellow) },
        { shape: common(crescent, (x) => 0.78 - Math.abs(x)), paint: wood },
      ];
    },
  },
];
