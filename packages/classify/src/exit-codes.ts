/** Exit codes besides 0 and 130: whether another try may succeed, by which schedulers decide. */
export const EXIT = { failed: 1, usage: 2 } as const;
