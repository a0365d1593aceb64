/** Shortens gradients that are too long, which keeps a network without batch normalization from being thrown off. */
import type { Tensor } from "@inception-edge/tensorflow/graph";
import {
  addN,
  constant,
  divide,
  minimum,
  multiply,
  reshape,
  squareRoot,
  sumOver,
} from "@inception-edge/tensorflow/ops";

/** The gradients, all multiplied by one factor so that their norm together is at most `most` (Pascanu et al. 2013, §3.2). */
export function clipTogether(gradients: readonly Tensor[], most: number): readonly Tensor[] {
  const [{ graph }] = gradients as [Tensor];
  const squares = gradients.map((gradient) => {
    const axes = gradient.shape.map((_, axis) => axis);
    return reshape(sumOver(multiply(gradient, gradient), axes), []);
  });
  const norm = squareRoot(addN(squares));
  const factor = minimum(constant(graph, 1), divide(constant(graph, most), norm));
  return gradients.map((gradient) => multiply(gradient, factor));
}
