import { system } from '../../src/access/actor.ts';
import type { Role } from '../../src/access/permissions.ts';
import type { Services } from '../../src/services.ts';
import { invite } from '../../src/staff/invite.ts';
import { join } from '../../src/staff/join.ts';
import { makeSignInLink } from '../../src/staff/sign-in.ts';
import type { StaffMember } from '../../src/staff/staff.ts';
import type { Answer, Web } from './web.ts';

/** One of the staff, invited and come in: `editor@courier.example` and so on. */
export async function addStaff(
  services: Services,
  role: Role,
  name: string = role,
  now: Date = new Date(),
): Promise<StaffMember> {
  const address = `${name.toLowerCase()}@courier.example`;
  const { url } = await invite(services, system, { role, address }, now);
  const person = await join(services, tokenOf(url), { name, address: '', language: 'en' }, now);
  if (person === null) throw new Error('the invitation was not taken up');
  return person;
}

/** Signs somebody in by a link, as a browser of their own, and gives the cookies that it has then. */
export async function signInAtDesk(
  services: Services,
  web: Web,
  person: StaffMember,
  headers: Record<string, string> = {},
): Promise<string> {
  const { url } = await makeSignInLink(services, system, person);
  return cookiesOf(await web.post(new URL(url).pathname, {}, headers));
}

/** The cookies that an answer sets, as a browser would send them back. */
export function cookiesOf(answer: Answer): string {
  const set = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return set.filter((cookie) => !cookie.endsWith('=')).join('; ');
}

/** The fields of a page that asks first: the state that it shows, and the text. */
export function askedOn(page: string): Record<string, string> {
  const fields = [...page.matchAll(/name="(seen|hash)" value="([^"]+)"/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

/** The token of a link: the last part of its path. */
export function tokenOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}
