import type { Life } from '../../delivery/show-delivery.ts';
import type { Fact } from './answer.ts';

/** What else there is to say of a delivery: its text and parts, and what was heard of the reader later. */
export function factsOf(life: Life, texts: number): Fact[] {
  const { revision, subject, subjectVariant, variant, appealDecision, news, attempts } = life;
  const facts: Fact[] = [];
  if (revision !== null && texts > 1) facts.push({ kind: 'text', revision, of: texts });
  if (revision !== null && subject !== null)
    facts.push({ kind: 'subject', subject, variant: subjectVariant });
  if (revision !== null && variant !== '' && variant !== 'reader')
    facts.push({ kind: 'parts', names: variant });
  if (appealDecision !== null && appealDecision !== 'no-appeal')
    facts.push({ kind: 'appeal', decision: appealDecision });
  if (attempts > 1) facts.push({ kind: 'again', attempts });
  const first = (...kinds: string[]) => news.find(({ kind }) => kinds.includes(kind));
  const complained = first('complained');
  if (complained !== undefined) facts.push({ kind: 'complained', at: complained.at });
  const left = first('unsubscribed', 'opted-out');
  if (left !== undefined) facts.push({ kind: 'left', at: left.at });
  const clicks = news.filter(({ kind, data }) => kind === 'clicked' && !isMachine(data));
  const [click] = clicks;
  if (click !== undefined) facts.push({ kind: 'clicked', at: click.at, times: clicks.length });
  if (life.state === 'sent' || life.state === 'uncertain') facts.push(...suppressedSince(life));
  return facts;
}

function isMachine(data: unknown): boolean {
  return (data as { machine?: boolean } | null)?.machine === true;
}

function suppressedSince({ suppressions, updatedAt }: Life): Fact[] {
  return suppressions
    .filter(({ createdAt, liftedAt }) => liftedAt === null && createdAt >= updatedAt)
    .map(({ reason, createdAt }) => ({ kind: 'suppressed-since', reason, at: createdAt }));
}
