/** The one place where pages look at the clock; tests and screenshots set another. */
export const now = (): number => Date.now();
