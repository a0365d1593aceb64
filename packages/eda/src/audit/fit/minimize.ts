/** Minimizes a smooth function of many variables by L-BFGS (Nocedal & Wright 2006, algorithm 7.5). */

/** A function's value and gradient at a point. */
export interface Slope {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The last step and the change of the gradient along it. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** Their dot product, above zero. */
  readonly curvature: number;
}

/** Pairs that are remembered. */
const MEMORY = 8;
/** The decrease that a step must bring, as a share of what the slope promises. */
const ARMIJO = 1e-4;
const MOST_HALVINGS = 20;
/** A slope below which nothing is left to gain. */
const FLAT = 1e-9;

/** @returns the lowest point found, beginning from `start` */
export function minimize(
  slopeAt: (point: Float64Array) => Slope,
  { start, iterations }: { readonly start: Float64Array; readonly iterations: number },
): Float64Array {
  let point = start;
  let here = slopeAt(point);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const direction = descent(here.gradient, pairs);
    const promise = dot(direction, here.gradient);
    if (promise > -FLAT) break;
    const first = Math.min(1, 1 / Math.sqrt(dot(here.gradient, here.gradient)));
    let rate = pairs.length === 0 ? first : 1;
    let next = along(point, direction, rate);
    let there = slopeAt(next);
    for (let halvings = 0; there.loss > here.loss + ARMIJO * rate * promise; halvings += 1) {
      if (halvings === MOST_HALVINGS) return point;
      rate /= 2;
      next = along(point, direction, rate);
      there = slopeAt(next);
    }
    const [step, change] = [along(next, point, -1), along(there.gradient, here.gradient, -1)];
    const curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    [point, here] = [next, there];
  }
  return point;
}

/** The negative gradient times an estimate of the inverse Hessian (algorithm 7.4). */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  let direction: Float64Array = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change, curvature } of pairs.toReversed()) {
    const share = dot(step, direction) / curvature;
    shares.push(share);
    direction = along(direction, change, -share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.change, last.change);
    direction = direction.map((value) => value * scale);
  }
  for (const { step, change, curvature } of pairs) {
    direction = along(direction, step, shares.pop()! - dot(change, direction) / curvature);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
}

/** `a + rate × b` */
function along(a: Float64Array, b: Float64Array, rate: number): Float64Array {
  return a.map((value, at) => value + rate * b[at]!);
}
