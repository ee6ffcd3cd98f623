/** An answer of the listener's, as the library takes it: a code, and behind it an enhanced one (RFC 3463) and words. */
export function smtpAnswer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
