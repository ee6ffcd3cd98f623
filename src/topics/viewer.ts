import type { Request } from 'express';
import { readSession } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import { readPreferences } from '../subscribers/preferences.ts';

/** Whoever looks at a page. */
export interface Viewer {
  subscriberId: number;
  address: string;
  language: string | null;
}

/** Who is signed in, or null. */
export async function viewerOf(services: Services, request: Request): Promise<Viewer | null> {
  const subject = (await readSession(services, request)) ?? '';
  const id = /^subscriber:(\d{1,15})$/.exec(subject)?.[1];
  return id === undefined ? null : viewerById(services, Number(id));
}

/** A person by id, or null where they are gone. */
export async function viewerById(services: Services, subscriberId: number): Promise<Viewer | null> {
  const person = await readPreferences(services, subscriberId);
  return person && { subscriberId, address: person.address, language: person.language };
}
