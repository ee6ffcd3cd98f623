import type { Services } from '../../services.ts';
import type { Edition } from '../edition.ts';
import { type Fault, warning } from '../faults.ts';
import type { Frozen, Sources } from '../freeze.ts';
import { askChecks } from './ask-checks.ts';
import { faultsOfContrast } from './contrast.ts';
import type { FilterResult } from './filter.ts';
import type { LinkState } from './link.ts';
import { type LinkIn, linksIn } from './links-in.ts';
import { hostOf, isPrivateHost } from '../private-host.ts';
import { weighPictures } from './pictures.ts';
import type { SenderResult } from './sender.ts';

/** What is known by now of what others must be asked. */
export interface Outside {
  faults: Fault[];
  links: { done: number; total: number; oldest: Date | null };
  pictures: { count: number; bytes: number };
  filter: FilterResult | null;
  /** `excused`: mail of this newsroom goes nowhere but to this machine. */
  sender: 'checking' | 'done' | 'excused';
  /** Something is looked at just now. */
  isPending: boolean;
}

// Of five: so much is worth a look before it is spam to anybody.
const dislikedFrom = 3;

/** Says what is known of an edition's links, pictures, sender and of what a filter says of it; waits for nobody. */
export async function lookOutside(
  services: Services,
  edition: Edition,
  { sources, frozen }: { sources: Sources; frozen: Frozen },
  now: Date = new Date(),
): Promise<Outside> {
  const { config } = services;
  const isExcused = sources.publication.isSample || config.smtpIsLocalInbox;
  const links = linksIn(edition).filter(({ url }) => isToBeAsked(config, url));
  const [answers, pictures, [filter], sender] = await Promise.all([
    askChecks(
      services,
      'link',
      links.map(({ url }) => ({ url })),
      now,
    ),
    weighPictures(services, edition, frozen),
    askChecks(
      services,
      'filter',
      [{ editionId: edition.id, hash: frozen.hash, updatedAt: edition.updatedAt.toISOString() }],
      now,
    ),
    isExcused ? [] : askChecks(services, 'sender', [{ domain: domainOf(sources) }], now),
  ]);
  const dead = answers.flatMap(({ result }, index) => {
    const link = links[index];
    return result === null || link === undefined ? [] : faultsOfLink(link, result);
  });
  const done = answers.filter(({ result }) => result !== null);
  const times = done.flatMap(({ checkedAt }) => (checkedAt === null ? [] : [checkedAt.getTime()]));
  const all = [...answers, ...sender, ...(filter === undefined ? [] : [filter])];
  return {
    faults: [
      ...dead,
      ...pictures.faults,
      ...faultsOfContrast(sources.publication.theme),
      ...faultsOfFilter(filter?.result ?? null),
      ...sender.flatMap(({ result }) => faultsOfSender(result)),
    ],
    links: {
      done: done.length,
      total: links.length,
      oldest: times.length === 0 ? null : new Date(Math.min(...times)),
    },
    pictures: { count: pictures.count, bytes: pictures.bytes },
    filter: filter?.result ?? null,
    sender: isExcused ? 'excused' : sender.some(({ result }) => result === null) ? 'checking' : 'done',
    isPending: pictures.isPending || all.some(({ isPending }) => isPending),
  };
}

/** Our own pages are there, and what is private by its name is told at once. */
function isToBeAsked({ publicUrl, fetchAllowedOrigins }: Services['config'], url: string): boolean {
  const { origin } = new URL(url);
  return (
    origin !== new URL(publicUrl).origin &&
    (fetchAllowedOrigins.includes(origin) || !isPrivateHost(hostOf(url)))
  );
}

function domainOf({ sender }: Sources): string {
  return (sender.fromAddress.split('@').at(-1) ?? '').toLowerCase();
}

function faultsOfLink(
  { block, title, url }: LinkIn,
  { state, status }: { state: LinkState; status: number | null },
): Fault[] {
  if (state === 'ok' || state === 'not-asked') return [];
  const { host } = new URL(url);
  if (state === 'private')
    return [
      warning(
        { code: 'private-link', block, title, host },
        `the link of ${JSON.stringify(title)} leads to a private network`,
      ),
    ];
  const said = status === null ? state : `${state}, ${status}`;
  return [
    warning(
      { code: 'dead-link', block, title, url, why: state, status },
      `the link of ${JSON.stringify(title)} leads nowhere (${said}): ${url}`,
    ),
  ];
}

function faultsOfFilter(result: FilterResult | null): Fault[] {
  if (result?.state !== 'done' || result.points < dislikedFrom) return [];
  const { points, required } = result;
  return [
    warning(
      { code: 'disliked', points, required },
      `SpamAssassin gives it ${points} points; from ${required} on it is spam`,
    ),
  ];
}

function faultsOfSender(result: SenderResult | null): Fault[] {
  return (result?.findings ?? []).map(({ name, detail, fix }) =>
    warning({ code: 'sender-not-authenticated', check: name, detail, fix }, `${name}: ${detail}`),
  );
}
