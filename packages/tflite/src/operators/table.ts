/** The operators as a table by kind, and the types that follow from it. */
import * as operators from "./mod.ts";
import type { OperatorDefinition } from "./operator.ts";

/** Name of an operator. */
export type OperatorKind = keyof typeof operators;

/** To be called with the options of the same kind: `OPERATORS[operator.kind].outputShape(inputs, operator)`. */
export const OPERATORS: Readonly<Record<OperatorKind, OperatorDefinition<object>>> = operators;

type OptionsOf<Kind extends OperatorKind> = ReturnType<(typeof operators)[Kind]["readOptions"]>;

/** A kind of operator with its options: `{ kind: "conv2d", padding: "same", stride: 1, … }`. */
export type TfliteOperation = {
  [Kind in OperatorKind]: { readonly kind: Kind } & OptionsOf<Kind>;
}[OperatorKind];
