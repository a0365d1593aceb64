/** The activation that an operator applies to its own output. */
export type FusedActivation = "none" | "relu";

export const ACTIVATIONS: Readonly<Record<FusedActivation, number>> = { none: 0, relu: 1 };
