/** Settings under which the contract's cases run: small limits are reached with small requests. */
export const MAX_BODY: number = 4 * 1024 * 1024;
export const MAX_IMAGES = 4;

export const contractSettings = { MAX_BODY_BYTES: MAX_BODY, MAX_IMAGES, WORKERS: 2 } as const;
