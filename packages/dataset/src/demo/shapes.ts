/**
 * Plane shapes as signed distance functions: the distance of a point from the outline, negative inside.
 *
 * Coordinates are the object's, about [-1, 1] each way, y pointing down. The formulas are those of
 * Inigo Quilez, "2D distance functions" (https://iquilezles.org/articles/distfunctions2d).
 */

/** Signed distance from (x, y) to the outline, or a lower bound of it. */
export type Shape = (x: number, y: number) => number;

export function disc(radius: number): Shape {
  return (x, y) => length(x, y) - radius;
}

/** An upright rectangle with rounded corners of the radius `corner`. */
export function box(halfWidth: number, halfHeight: number, corner = 0.03): Shape {
  return (x, y) => {
    const dx = Math.abs(x) - halfWidth + corner;
    const dy = Math.abs(y) - halfHeight + corner;
    return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
  };
}

type Point = readonly [x: number, y: number];

/** A stroke with round ends from one point to another. */
export function stroke([x0, y0]: Point, [x1, y1]: Point, width: number): Shape {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  return (x, y) => {
    const along = Math.min(Math.max(((x - x0) * dx + (y - y0) * dy) / lengthSquared, 0), 1);
    return length(x - x0 - along * dx, y - y0 - along * dy) - width / 2;
  };
}

/** The points below the line y = 0. */
export const lowerHalf: Shape = (_, y) => -y;

export const upperHalf: Shape = (_, y) => y;

/** The outline of a shape as a line of the given width. */
export function outline(shape: Shape, width: number): Shape {
  return (x, y) => Math.abs(shape(x, y)) - width / 2;
}

/** A triangle with its base on y = 0 and its tip at (0, -height). */
export function spike(halfWidth: number, height: number): Shape {
  const slant = length(halfWidth, height);
  return (x, y) => Math.max(y, ((Math.abs(x) - halfWidth) * height + -y * halfWidth) / slant);
}

/** A regular polygon with a corner at the top; `innerRadius` is that of its inscribed circle. */
export function polygon(sides: number, innerRadius: number): Shape {
  const angles = Array.from({ length: sides }, (_, side) => ((2 * side + 1) * Math.PI) / sides);
  return common(
    ...angles.map((angle): Shape => {
      const [nx, ny] = [Math.sin(angle), -Math.cos(angle)];
      return (x, y) => x * nx + y * ny - innerRadius;
    }),
  );
}

export function moved(dx: number, dy: number, shape: Shape): Shape {
  return (x, y) => shape(x - dx, y - dy);
}

export function turned(angle: number, shape: Shape): Shape {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return (x, y) => shape(x * cos + y * sin, y * cos - x * sin);
}

/** The shape scaled along each axis: a disc becomes an ellipse. */
export function stretched(scaleX: number, scaleY: number, shape: Shape): Shape {
  const scale = Math.min(scaleX, scaleY);
  return (x, y) => shape(x / scaleX, y / scaleY) * scale;
}

export function union(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.reduce((nearest, shape) => Math.min(nearest, shape(x, y)), Infinity);
}

export function common(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.reduce((farthest, shape) => Math.max(farthest, shape(x, y)), -Infinity);
}

export function without(shape: Shape, hole: Shape): Shape {
  return (x, y) => Math.max(shape(x, y), -hole(x, y));
}

/** `count` copies of a shape, rotated by equal angles. */
export function fan(count: number, shape: Shape): Shape {
  return union(
    ...Array.from({ length: count }, (_, n) => turned((n * 2 * Math.PI) / count, shape)),
  );
}

/** Not Math.hypot, which is slower and whose last bit depends on the engine; a square root is exactly rounded. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
