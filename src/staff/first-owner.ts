import { system } from '../access/actor.ts';
import type { Services } from '../services.ts';
import { invite } from './invite.ts';
import { hasOwner } from './staff.ts';

/**
 * The link by which the first owner comes in, made anew: the one before it is taken back. Null once an owner has signed
 * in. It is for the terminal of whoever started the machine, and must not be logged.
 */
export async function firstOwnerUrl(services: Services): Promise<string | null> {
  if (await hasOwner(services.db)) return null;
  return (await invite(services, system, { role: 'owner', address: null })).url;
}
