/** Mails to sign in, from one place. */
export const limitsOfMail = [
  { name: 'desk-mail', points: 20, seconds: 3600, by: 'address' },
  { name: 'desk-mail-net', points: 60, seconds: 3600, by: 'network' },
] as const;

/** Links and codes that are tried, from one place. */
export const limitsOfTries = [
  { name: 'desk-try', points: 60, seconds: 3600, by: 'address' },
  { name: 'desk-try-net', points: 200, seconds: 3600, by: 'network' },
] as const;

/** Second factors that are tried for one person, from wherever. */
export const limitOfFactors = { name: 'desk-factor', points: 10, seconds: 900 } as const;
