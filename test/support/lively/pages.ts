import { randomUUID } from 'node:crypto';
import { system } from '../../../src/access/actor.ts';
import { makeAlert } from '../../../src/editions/alert.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { beginTotp } from '../../../src/staff/factors/totp.ts';
import { invite } from '../../../src/staff/invite.ts';
import { makeKey } from '../../../src/staff/keys/make-key.ts';
import { makeSignInLink } from '../../../src/staff/sign-in.ts';
import { staffActor } from '../../../src/staff/staff.ts';
import type { Services } from '../../../src/services.ts';
import { suppressAddress } from '../../../src/subscribers/suppress-address.ts';
import { addStaff, signInAtDesk } from '../desk.ts';
import type { Web } from '../web.ts';
import type { LivelyDay } from './day.ts';
import type { LivelyNewsroom } from './newsroom.ts';

/** A page of the desk: where it stands, and for whom. */
export interface DeskPage {
  name: string;
  path: string;
  /** Sent to it, where it is the answer to a form. */
  fields?: Record<string, string>;
  /** What it answers with, where that is not 200. */
  status?: number;
  who?: 'owner' | 'half' | 'nobody';
}

/** Cookies of the owner, of somebody who has yet to show a second factor, and of nobody. */
export type Cookies = Record<'owner' | 'half' | 'nobody', string>;

/** Who works in the newsroom, and signs in. */
export async function comeToWork(services: Services, web: Web): Promise<Cookies> {
  const owner = await addStaff(services, 'owner', 'Olena');
  const half = await addStaff(services, 'editor', 'Iryna');
  await addStaff(services, 'reporter', 'Надія');
  await addStaff(services, 'analyst', 'Ada');
  await invite(services, system, { role: 'reporter', address: 'new@courier.example' });
  const fresh = (id: number) => ({
    ...staffActor(id),
    staff: { role: 'owner' as const, authenticatedAt: new Date() },
  });
  await beginTotp(services, fresh(half.id), half.id);
  await services.db.updateTable('staffTotp').set({ confirmedAt: new Date() }).execute();
  await beginTotp(services, fresh(owner.id), owner.id);
  await makeKey(services, system, { name: 'The website', scopes: ['subscribers.write'], days: 90 });
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1';
  await signInAtDesk(services, web, owner, { 'user-agent': phone });
  return {
    owner: await signInAtDesk(services, web, owner),
    half: await signInAtDesk(services, web, half),
    nobody: '',
  };
}

/** Every page of the desk in a lively newsroom; where it has forms of what cannot be undone, those as well. */
export async function everyPage(
  services: Services,
  { daily, flash }: LivelyNewsroom,
  day: LivelyDay,
): Promise<DeskPage[]> {
  const { db } = services;
  const readers = await db
    .selectFrom('subscribers')
    .select(['id', 'address'])
    .orderBy('id')
    .limit(20)
    .execute();
  const [complained, other] = [readers[0], readers[15]];
  await suppressAddress(services, system, other?.address ?? '', ['bulk']);
  const alert = await makeAlert(services, system, {
    newsletterId: flash.id,
    headline: 'The dam has been hit',
    text: 'Water is rising in three districts. Leave the low ground.',
    url: 'https://courier.example/dam',
    picture: null,
    once: randomUUID(),
  });
  const { items } = (await readComposed(db, day.draft)).doc;
  const [lead] = items;
  const token = (url: string): string => new URL(url).pathname;
  const { url: link } = await makeSignInLink(services, system, await addStaff(services, 'editor', 'Late'));
  const { url: invitation } = await invite(services, system, { role: 'editor', address: null });
  const of = (name: string, id: number, rest = ''): DeskPage => ({
    name,
    path: `/desk/editions/${id}${rest}`,
  });
  const { sent, going, trying, leaving, held, draft } = day;
  return [
    { name: 'sign-in', path: '/desk/sign-in', who: 'nobody' },
    { name: 'sign-in-link', path: token(link), who: 'nobody' },
    { name: 'sign-in-old-link', path: '/desk/sign-in/0', who: 'nobody', status: 410 },
    {
      name: 'sign-in-sent',
      path: '/desk/sign-in',
      fields: { address: 'olena@courier.example' },
      who: 'nobody',
    },
    { name: 'sign-in-factor', path: '/desk/sign-in/second-factor', who: 'half' },
    { name: 'join', path: token(invitation), who: 'nobody' },
    { name: 'sign-in-again', path: '/desk/sign-in-again?next=/desk/keys/new' },
    { name: 'today', path: '/desk' },
    { name: 'editions', path: '/desk/editions' },
    { name: 'editions-none', path: '/desk/editions?words=nothing-like-this' },
    of('compose', draft, '/compose'),
    of('compose-story', draft, `/compose?block=${lead?.key}`),
    of('compose-history', draft, '/compose?history=newest'),
    of('compose-none', draft, '/compose?q=nothing-like-this'),
    of('compose-gone', sent, '/compose'),
    of('edition', draft),
    of('edition-dark', draft, '?form=desktop&dark=1&reader=tier:coffee'),
    of('edition-phone', draft, '?form=phone'),
    of('edition-text', draft, '?form=text'),
    of('edition-sent', sent),
    of('edition-correction', going, '?draft=1'),
    of('subjects', draft, '/subjects'),
    of('subjects-going', trying, '/subjects'),
    of('subjects-choose', trying, '/subjects/choose?subject=B'),
    of('subjects-chosen', sent, '/subjects'),
    of('approve', draft, '/approve'),
    of('approve-held', held, '/approve'),
    of('schedule', leaving, '/schedule'),
    of('leaving', leaving, '/leaving'),
    of('stopped', draft, '/leaving'),
    of('discard', draft, '/discard'),
    of('stop', going, '/stop'),
    of('resume', going, '/resume'),
    of('sending', trying, '/sending'),
    of('sending-paused', going, '/sending'),
    of('sending-over', sent, '/sending'),
    of('correct', going, '/correct'),
    of('report', sent, '/report'),
    of('resend', sent, '/resend'),
    of('people', sent, '/people?what=failed'),
    of('people-clicked', sent, '/people?what=clicked'),
    of('people-none', sent, '/people?what=cancelled'),
    of('why', sent, `/readers/${complained?.id}`),
    { ...of('why-nobody', sent, '/why'), fields: { address: 'nobody' }, status: 400 },
    of('corrections', sent, '/corrections'),
    of('corrections-none', going, '/corrections'),
    of('correction-now', sent, `/corrections/${day.correction}/now`),
    { name: 'alert', path: '/desk/alert' },
    {
      name: 'alert-wrong',
      path: '/desk/alert',
      fields: { headline: '', once: randomUUID() },
      status: 400,
    },
    of('alert-approve', alert.id, '/approve'),
    { name: 'readers', path: '/desk/readers' },
    { name: 'readers-none', path: '/desk/readers?q=nobody' },
    { name: 'reader', path: `/desk/readers/${complained?.id}` },
    { name: 'reader-stopped', path: `/desk/readers/${other?.id}` },
    { name: 'reader-unsubscribe', path: `/desk/readers/${other?.id}/unsubscribe` },
    { name: 'reader-suppress', path: `/desk/readers/${other?.id}/suppress` },
    { name: 'reader-lift', path: `/desk/readers/${other?.id}/lift` },
    { name: 'reader-erase', path: `/desk/readers/${other?.id}/erase` },
    { name: 'export', path: '/desk/readers/export' },
    { name: 'newsletters', path: '/desk/newsletters' },
    { name: 'newsletter', path: `/desk/newsletters/${daily.id}` },
    { name: 'sender', path: '/desk/sender' },
    { name: 'sender-checked', path: '/desk/sender?check=1' },
    { name: 'sender-form', path: '/desk/sender/default' },
    { name: 'postal-address', path: '/desk/postal-address' },
    { name: 'colour', path: '/desk/colour' },
    { name: 'sender-remove', path: `/desk/sender/${flash.id}/remove` },
    {
      name: 'sender-review',
      path: '/desk/sender/default/review',
      fields: { name: 'Тhe Courier', address: 'news@courier.example', replyTo: '', seen: '' },
    },
    { name: 'staff', path: '/desk/staff' },
    { name: 'staff-disable', path: '/desk/staff/2/disable' },
    { name: 'staff-reset', path: '/desk/staff/2/reset-second-factor' },
    { name: 'keys', path: '/desk/keys' },
    { name: 'key-new', path: '/desk/keys/new' },
    {
      name: 'key-made',
      path: '/desk/keys',
      fields: { name: 'Forms', scope: 'subscribers.write', days: 'never' },
    },
    { name: 'key-end', path: '/desk/keys/1/end' },
    { name: 'log', path: '/desk/log?who=staff%3A1' },
    { name: 'log-none', path: '/desk/log?target=nothing' },
    { name: 'account', path: '/desk/account' },
    { name: 'second-factor', path: '/desk/account/second-factor' },
    { name: 'app', path: '/desk/account/second-factor/app' },
    {
      name: 'recovery-codes',
      path: '/desk/account/second-factor/recovery-codes',
      fields: {},
      status: 409,
    },
    { name: 'not-found', path: '/desk/nothing', status: 404 },
    { name: 'meanwhile', path: `/desk/editions/${sent}/approve`, status: 409 },
  ];
}
