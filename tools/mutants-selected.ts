/** The files that `FILES` names for `make mutants`, or none for all. */
export const selected: readonly string[] =
  process.env['FILES']?.split(' ').filter((file) => file !== '') ?? [];
