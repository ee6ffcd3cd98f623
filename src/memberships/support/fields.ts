import type { Typed } from './choice.ts';

/** A form's or an address's values by name; of those named twice, the last: a button stands behind what it overrules. */
export function fieldsOf(given: unknown): (name: string) => string {
  const values = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  return (name) => {
    const value = [values[name]].flat().at(-1);
    return typeof value === 'string' ? value.slice(0, 5_000) : '';
  };
}

const ownPrefix = 'own-';

/** What was chosen and typed, from the first step's form. */
export function typedOf(given: unknown): Typed {
  const field = fieldsOf(given);
  const names = Object.keys(typeof given === 'object' && given !== null ? given : {});
  const own = names
    .filter((name) => name.startsWith(ownPrefix))
    .map((name) => [name.slice(ownPrefix.length), field(name).slice(0, 40)] as const);
  return {
    interval: field('interval'),
    tier: field('tier'),
    own: Object.fromEntries(own),
    once: field('once'),
    onceOwn: field('once-own').slice(0, 40),
  };
}

/** The same as fields again, without what says nothing. */
export function choiceFields(typed: Typed, currency: string): Record<string, string> {
  const own = typed.own[typed.tier] ?? '';
  const fields =
    typed.interval === 'once'
      ? { interval: 'once', once: typed.once, 'once-own': typed.onceOwn }
      : { interval: typed.interval, tier: typed.tier, [`${ownPrefix}${typed.tier}`]: own };
  return Object.fromEntries(Object.entries({ ...fields, currency }).filter(([, value]) => value !== ''));
}
