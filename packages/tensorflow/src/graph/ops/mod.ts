/**
 * The operations that training graphs are built from, with their gradients.
 *
 * @module
 */
export type { ProductLimits } from "./kernel-gradient.ts";
export { dropout, relu } from "./activation.ts";
export {
  add,
  addN,
  argMax,
  bitcast,
  cast,
  cos,
  deepCopy,
  divide,
  equal,
  exp,
  floor,
  identity,
  less,
  maximum,
  maxOver,
  meanOver,
  minimum,
  multiply,
  offset,
  scale,
  sin,
  squareRoot,
  subtract,
  sumOver,
} from "./arithmetic.ts";
export { batchNormInference, batchNormTraining } from "./batch-norm.ts";
export { constant, fill, HOST, hostScalar, placeholder, stringConstant } from "./constant.ts";
export { biasAdd, conv2d } from "./conv2d.ts";
export { crossEntropy, smoothTargets, type CrossEntropy } from "./cross-entropy.ts";
export { Collectives, type Share } from "./collectives.ts";
export { batchProduct, matMul } from "./mat-mul.ts";
export { averagePool, maxPool } from "./pool.ts";
export { RandomStreams, type Rows } from "./random.ts";
export { concat, gather, pack, pad, reshape, reverse, slice, split, unpack } from "./shape.ts";
