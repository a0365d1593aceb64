/** The seed of an epoch's shuffle: neighboring seeds must not share shuffles one epoch apart. */
export function epochSeed(seed: number, epoch: number): number {
  return (Math.imul(seed, 0x9e3779b1) + epoch) >>> 0; // 2³²/φ, Knuth's multiplicative hash
}
