import { connectToRelay } from './transport.ts';

/**
 * Connects to the relay and signs in, and sends nothing.
 * @throws Error with the relay's own words
 */
export async function checkRelay(smtpUrl: string): Promise<string> {
  const connection = await connectToRelay(new URL(smtpUrl));
  connection.quit();
  return `${new URL(smtpUrl).host} answers`;
}
