import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { pauseSend } from '../../../src/delivery/control.ts';
import { suppress } from '../../../src/delivery/suppress.ts';
import { approve } from '../../../src/editions/approve.ts';
import { writeCorrection } from '../../../src/editions/corrections/write-correction.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { holdBack } from '../../../src/editions/hold.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { chooseSubject } from '../../../src/editions/subjects/decide.ts';
import { setSubjects } from '../../../src/editions/subjects/set-subjects.ts';
import type { Services } from '../../../src/services.ts';
import { addPatron } from '../patrons.ts';
import { type Relay, startRelay } from '../relay.ts';
import { deliverAll, makeDue } from '../send.ts';
import { assembleOf, type LivelyNewsroom, publish, takeStories } from './newsroom.ts';

/** The editions of a day, one in each state, by their ids. */
export interface LivelyDay {
  /** It went out, with two subjects, and all that can come back of one has. */
  sent: number;
  /** Half of it has gone out; it is paused, and its correction is written. */
  going: number;
  /** It tries two subjects, and nobody has chosen. */
  trying: number;
  /** It goes out in some minutes. */
  leaving: number;
  /** Somebody holds it. */
  held: number;
  /** It waits to be arranged and approved. */
  draft: number;
  correction: number;
}

/** A day in which everything happens that the desk has a page for. */
export async function fillDay(services: Services, newsroom: LivelyNewsroom): Promise<LivelyDay> {
  const { daily, weekly } = newsroom;
  const take = takeStories();
  const make = (count: number, words = {}) => assembleOf(services, newsroom, daily.id, take(count), words);
  const relay = await startRelay({ refuseRecipient: refuseSome });
  await send(services, relay, await make(2, { subject: 'The winter begins early' }));
  const sent = await make(5);
  await trySubjects(services, relay, sent);
  await comeBack(services, sent);
  const { correction } = await writeCorrection(services.db, system, {
    editionId: sent,
    title: 'The bridge opens on the 3rd',
    text: 'We wrote that the bridge opens on the 30th. It opens on the 3rd. We are sorry.',
  });
  const going = await stopHalfWay(services, await make(2, { subject: 'The brigde opens on the 30th' }));
  const trying = await make(1, {});
  await setSubjects(
    services.db,
    system,
    trying,
    subjectsOf('Who owns the terminal', 'Three firms, one address'),
  );
  await approve(services, { editionId: trying, actor: system });
  await launchEdition(services, { editionId: trying, actor: system });
  const leaving = await make(1);
  await approve(services, { editionId: leaving, actor: system, sendAt: new Date(Date.now() + 900_000) });
  const held = await assembleOf(services, newsroom, weekly.id, []);
  await holdBack(services.db, { editionId: held, actor: system });
  const draft = await make(5, { preheader: '' });
  await publish(services, newsroom, take(10));
  return { sent, going, trying, leaving, held, draft, correction: correction.id };
}

function refuseSome(address: string): Error | null {
  const refuse = (text: string, responseCode: number) => Object.assign(new Error(text), { responseCode });
  if (address.startsWith('night.')) return refuse('5.1.1 no such user here', 550);
  return address.startsWith('coffee.') ? refuse('5.2.2 mailbox full', 552) : null;
}

async function send(services: Services, relay: Relay, editionId: number): Promise<void> {
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  await deliverAll(services, relay.url, editionId);
}

const subjectsOf = (...subjects: string[]) => ({
  subjects: subjects.map((subject) => ({
    subject,
    preheader: 'And four more stories from Ukraine and Europe',
  })),
  share: 50,
  waitMinutes: 60,
});

async function trySubjects(services: Services, relay: Relay, editionId: number): Promise<void> {
  const { db } = services;
  const words = subjectsOf('The night the lights stayed on', 'Eleven stairwells, one battery');
  await setSubjects(db, system, editionId, words);
  await send(services, relay, editionId);
  const clicks = sql`insert into link_subject_clicks (revision_id, number, subject_variant, people, machines)
    select l.revision_id, l.number, v, 3 + v * 4, 1 from links l join editions e on e.approved_revision_id = l.revision_id, generate_series(0, 1) v
    where e.id = ${editionId} and l.number < 2`;
  await clicks.execute(db);
  await chooseSubject(services, { editionId, actor: system, winner: 1 });
  await makeDue(services, editionId);
  await deliverAll(services, relay.url, editionId);
}

/** Clicks, complaints, money, and one of whom it is not known whether they got it. */
async function comeBack(services: Services, editionId: number): Promise<void> {
  const { db } = services;
  await sql`update links set people = case when number % 5 = 4 then 0 else greatest(1, 64 - number * 9) end, machines = 6 + number`.execute(
    db,
  );
  const readers = await db
    .selectFrom('subscribers')
    .select(['id', 'address', 'addressHash'])
    .orderBy('id')
    .limit(12)
    .execute();
  for (const [place, { id, address, addressHash }] of readers.entries()) {
    const kind = place < 2 ? 'complained' : place < 5 ? 'unsubscribed' : 'clicked';
    await db
      .insertInto('events')
      .values({ kind, subscriberId: id, editionId, data: sql`'{"machine": false}'::jsonb` })
      .execute();
    if (kind === 'complained') await suppress(db, system, { addressHash, address, reason: 'complaint' });
    if (place > 9) await addPatron(db, address, { editionId, tier: 'coffee', rail: 'transfer' });
  }
  await db
    .updateTable('deliveries')
    .set({ state: 'uncertain' })
    .where('editionId', '=', editionId)
    .where('address', 'like', 'sam@%')
    .execute();
  const payment = { purpose: 'membership', rail: 'transfer', amount: 1250, currency: 'eur' };
  await db
    .insertInto('payments')
    .values({ ...payment, settledAt: new Date(), editionId })
    .execute();
}

async function stopHalfWay(services: Services, editionId: number): Promise<number> {
  const { db } = services;
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  const stop = new AbortController();
  let handed = 0;
  const relay = await startRelay({
    onMessage: () => {
      handed += 1;
      if (handed > 20) stop.abort();
      return null;
    },
  });
  await deliverAll(services, relay.url, editionId, stop.signal);
  await pauseSend(services, editionId, system);
  await editEdition(db, system, editionId, { subject: 'The bridge opens on the 3rd' });
  return editionId;
}
