/** The operators as a table by kind, and the types that follow from it. */
import * as operators from "./mod.ts";
import type { OperatorDefinition } from "./operator.ts";

export type OperatorKind = keyof typeof operators;

/** A definition's methods take the options of its own kind. */
export const OPERATORS: Readonly<Record<OperatorKind, OperatorDefinition<object>>> = operators;

type OptionsOf<Kind extends OperatorKind> = ReturnType<(typeof operators)[Kind]["readOptions"]>;

/** A kind of operator with its options: `{ kind: "conv2d", padding: "same", stride: 1, … }`. */
export type TfliteOperation = {
  [Kind in OperatorKind]: { readonly kind: Kind } & OptionsOf<Kind>;
}[OperatorKind];
