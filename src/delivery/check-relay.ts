import { openSession } from './smtp/open-session.ts';

/**
 * Connects to the relay and signs in, and sends nothing.
 * @throws Error with the relay's own words
 */
export async function checkRelay(smtpUrl: string): Promise<string> {
  const session = await openSession(new URL(smtpUrl));
  session.quit();
  return `${new URL(smtpUrl).host} answers`;
}
