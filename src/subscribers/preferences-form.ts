import type { Request } from 'express';
import { InvalidInput } from '../errors.ts';
import { listField, textField } from '../http/fields.ts';
import type { Services } from '../services.ts';
import type { PageFrame } from '../views/layout.ts';
import { loadFrame, originOf } from './http-parts.ts';
import * as pages from './pages/pages.ts';
import { type Preferences, type PreferencesLink, readPreferences, setPreferences } from './preferences.ts';
import { unsubscribeToken } from './unsubscribe.ts';

/** What the person of a link or a session has set; null where there is none. */
export async function preferencesOf(
  services: Services,
  subscriberId: number | null,
): Promise<Preferences | null> {
  return subscriberId === null ? null : readPreferences(services, subscriberId);
}

export type Notice = { kind: 'saved' } | { kind: 'problem'; message: string } | null;

/** The page behind a link to one's preferences. */
export function showPreferences(
  services: Services,
  frame: PageFrame,
  preferences: Preferences,
  { action, link, notice }: { action: string; link: PreferencesLink | null; notice: Notice },
): string {
  const allToken = allTokenOf(services, preferences, link?.mail ?? null);
  return pages.preferencesPage(frame, { preferences, action, allToken, notice });
}

/** Of the link to leave everything; from a mail it says by which one that was. */
export function allTokenOf(
  services: Services,
  { subscriberId }: Preferences,
  mail: PreferencesLink['mail'] = null,
): string {
  const target = { subscriberId, newsletterId: null };
  return unsubscribeToken(services, mail === null ? target : { ...target, editionId: mail.editionId });
}

/** What was wrong with the form, or null where it is saved. */
export async function savePreferences(
  services: Services,
  request: Request,
  preferences: Preferences,
  mail: PreferencesLink['mail'] = null,
): Promise<string | null> {
  const { language: shownIn } = await loadFrame(services, request, preferences.language);
  const change = {
    shownIn,
    name: textField(request, 'name'),
    language: textField(request, 'language'),
    timeZone: textField(request, 'timeZone'),
    ownMorning: textField(request, 'ownMorning') === 'on',
    newsletters: listField(request, 'newsletter'),
    clicks: textField(request, 'clicks') === 'on',
  };
  try {
    await setPreferences(services, preferences, change, originOf(request, 'preferences'), mail);
    return null;
  } catch (error) {
    if (error instanceof InvalidInput) return error.sayIn(shownIn);
    throw error;
  }
}
