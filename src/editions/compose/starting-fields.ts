import { textsOf } from '../../../emails/index.ts';
import type { Services } from '../../services.ts';
import type { Edition } from '../edition.ts';
import { localDateOf } from '../local-day.ts';
import { readRules, type Rules } from '../rules.ts';
import type { InsertableKind, Item, Operation } from './contract.ts';
import { ruleOf, writtenAs } from './fields.ts';

type Insert = Extract<Operation, { op: 'insert' }>;

/** The fields of a new block: what was given of them, and else what is usual for its kind and newsletter. */
export async function startingFields(
  { db, config }: Services,
  edition: Edition,
  { kind, fields = {} }: Pick<Insert, 'kind' | 'fields'>,
  now: Date = new Date(),
): Promise<Item['fields']> {
  const rules = await readRules(db, edition.newsletterId);
  const usual = usualFields(rules, {
    url: `${config.publicUrl}/support`,
    label: textsOf(edition.language).support,
    today: localDateOf(now, edition.timeZone).toString(),
  })[kind];
  const given = Object.entries(fields).flatMap(([name, value]) => {
    const rule = ruleOf(kind, name);
    const written = rule === null ? null : writtenAs(rule, value);
    return written !== null && 'value' in written ? [[name, written.value] as const] : [];
  });
  return { ...usual, ...Object.fromEntries(given) };
}

function usualFields(
  { appeal, thanks: [thanks] }: Rules,
  { url: supportUrl, label: support, today }: { url: string; label: string; today: string },
): Record<InsertableKind, Item['fields']> {
  const audience = null;
  const { title = '', text = '', label = support, url = supportUrl, small = '' } = appeal ?? {};
  return {
    section: { audience, title: '' },
    headlines: { audience, title: '' },
    'read-also': { audience },
    note: { audience, title: '', text: '', markdown: true, signature: '' },
    divider: { audience },
    appeal: { audience: 'appeal', title, text, button: { label, url }, small },
    thanks: { audience: 'patron', except: [], title: thanks?.title ?? '', text: thanks?.text ?? '' },
    'patrons-only': { audience: 'patron', title: '', text: '', button: null },
    correction: { audience, date: today, wrong: '', right: '', link: null },
  };
}
