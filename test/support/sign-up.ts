import type { Services } from '../../src/services.ts';
import type { Answer, Web } from './web.ts';

/** A time that a form was shown at, some seconds ago. */
export function shownAt({ tokens }: Services, secondsAgo = 10): string {
  const at = Date.now() - secondsAgo * 1000;
  return tokens.sign('form-time', String(at), new Date(at + 24 * 3_600_000));
}

/** Posts the sign-up form, filled in by a person. */
export function signUp(
  services: Services,
  web: Web,
  address: string,
  fields: Record<string, string | string[]> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const filled = { address, name: 'Olena', newsletter: 'daily', time: shownAt(services), website: '' };
  return web.post('/subscribe', { ...filled, ...fields }, headers);
}

/** The value of a form's hidden field on a page; '' where there is none. */
export function hiddenField(page: string, name: string): string {
  return new RegExp(`<input type="hidden" name="${name}" value="([^"]*)">`).exec(page)?.[1] ?? '';
}
