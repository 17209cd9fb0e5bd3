// The size of the work.

/** How many samples are taken, evenly spaced. */
export const parts = 20;
