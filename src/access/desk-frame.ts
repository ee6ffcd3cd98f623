import type { Request, Response } from 'express';
import { languageOf } from '../http/language.ts';
import { themeStylesheet } from '../views/assets.ts';
import type { DeskFrame } from '../views/desk.ts';
import { type DeskSectionName, deskPageLanguages, deskWordsOf } from '../views/desk-words.ts';
import { signedInOrNull } from './desk.ts';
import { type Action, can } from './permissions.ts';

/** The sections of the desk, in the order of their links. A new one is a line here and a word in `deskWords`. */
const deskSections: Array<{ name: DeskSectionName; href: string; action: Action }> = [
  { name: 'today', href: '/desk', action: 'editions.see' },
  { name: 'editions', href: '/desk/editions', action: 'editions.see' },
  { name: 'readers', href: '/desk/readers', action: 'subscribers.see' },
  { name: 'newsletters', href: '/desk/newsletters', action: 'settings.see' },
  { name: 'sender', href: '/desk/sender', action: 'settings.see' },
  { name: 'staff', href: '/desk/staff', action: 'staff.see' },
  { name: 'keys', href: '/desk/keys', action: 'api-keys.see' },
  { name: 'audit', href: '/desk/log', action: 'audit.see' },
];

/** What of a publication the desk shows; any domain's publication fits. */
interface ShownPublication {
  name: string;
  language: string;
  theme: { accent: string };
}

/** What is around a page of the desk, for who is signed in, or for nobody. */
export function deskFrameOf(
  request: Request,
  response: Response,
  publication: ShownPublication | null,
): DeskFrame {
  const who = signedInOrNull(response);
  const own = who?.language ?? null;
  const language = languageOf(request, own, publication?.language ?? 'en', deskPageLanguages());
  const words = deskWordsOf(language);
  const path = request.originalUrl.split('?')[0] ?? '';
  const shown =
    who === null || who.mustSetUp ? [] : deskSections.filter(({ action }) => can(who.role, action));
  return {
    publication: publication?.name ?? 'Broadsheet',
    themeHref: themeStylesheet(publication?.theme.accent ?? '#0b5394').href,
    language,
    words,
    sections: shown.map(({ name, href }) => ({
      label: words.sections[name],
      href,
      isCurrent: href === '/desk' ? path === href : path === href || path.startsWith(`${href}/`),
    })),
    person:
      who === null
        ? null
        : { name: who.name, role: words.roles[who.role], isCurrent: path === '/desk/account' },
  };
}
