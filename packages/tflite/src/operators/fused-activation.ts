/** The activation that an operator applies to its own output: the option and the schema's numbers for it. */

/** None, or a ReLU. */
export type FusedActivation = "none" | "relu";

export const ACTIVATIONS: Readonly<Record<FusedActivation, number>> = { none: 0, relu: 1 };
