import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { openDatabase } from '../../src/db.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { classifyReply } from '../../src/delivery/classify.ts';
import { tidySends } from '../../src/delivery/control.ts';
import { destinationOf } from '../../src/delivery/destinations/destination.ts';
import { clearDestination, forgetCoolings, listCoolings } from '../../src/delivery/destinations/list.ts';
import { providers } from '../../src/delivery/destinations/providers/index.ts';
import { readReply } from '../../src/delivery/destinations/read-reply.ts';
import { createTransport, type Transport } from '../../src/delivery/transport.ts';
import { addNewsletter, type Newsletter } from '../../src/publication/newsletters.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { openNewsroom } from '../support/cast.ts';
import { addLocalRelay } from '../support/local-relay.ts';
import { type ScriptedRelay, startScriptedRelay } from '../support/scripted-relay.ts';
import { deliverOver, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const unusual = '421-4.7.28 Gmail has detected an unusual rate of mail. gsmtp';
const unusualRate = '421 4.7.28 Gmail has detected an unusual rate of mail. gsmtp';
const tss04 = '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints';
const blocked =
  '550 5.7.1 Unfortunately, messages from [192.0.2.1] weren’t sent. part of their network is on our block list (S3140).';

const services = await createTestServices();
const { db, config } = services;
await openNewsroom(services);
config.delivery = { ...config.delivery, batchSize: 50, groupSize: 20, connections: 1 };

beforeEach(async () => {
  for (const table of ['destinationCoolings', 'relays', 'events'] as const)
    await db.deleteFrom(table).execute();
});

let newsletters = 0;

/** A newsletter of its own for these readers: so many at each domain. */
async function readersAt(domains: Record<string, number>): Promise<Newsletter> {
  newsletters += 1;
  const slug = `n${newsletters}`;
  const newsletter = await addNewsletter(db, system, { slug, name: slug, timeZone: 'UTC' });
  for (const [domain, count] of Object.entries(domains))
    for (let index = 1; index <= count; index += 1)
      await addSubscriber(services, {
        actor: system,
        address: `${slug}reader${index}@${domain}`,
        name: '',
        newsletterIds: [newsletter.id],
        attestation: 'a test',
        source: 'sample',
      });
  return newsletter;
}

/** A relay that answers to recipients by what stands in their addresses. */
async function relaySaying(answers: Record<string, () => string | null>): Promise<ScriptedRelay> {
  return startScriptedRelay((line) => {
    if (!line.startsWith('RCPT')) return null;
    const found = Object.entries(answers).find(([part]) => line.includes(part));
    return found?.[1]() ?? null;
  });
}

const over = (relay: ScriptedRelay): Promise<Transport> => overAll(relay.url);

/** Over the relays of the table, or the one of `SMTP_URL` where there are none. */
async function overAll(smtpUrl = config.smtpUrl): Promise<Transport> {
  const transport = createTransport({ ...config, smtpUrl }, db);
  await transport.ready();
  after(() => transport.close());
  return transport;
}

async function addressed(editionId: number) {
  const { rows } = await sql<{
    domain: string;
    state: string;
    attempt: number;
    replyClass: string | null;
    dueIn: number;
    reason: string | null;
  }>`select split_part(address, '@', 2) as domain, state, attempt, reply_class, reason,
      extract(epoch from due_at - now())::float8 as due_in
    from deliveries where edition_id = ${editionId} order by subscriber_id`.execute(db);
  return rows;
}

const minutesLeft = async (): Promise<number[]> =>
  (await listCoolings(db)).map(({ until }) => Math.round(((until?.getTime() ?? 0) - Date.now()) / 60_000));

const rcpts = (relay: ScriptedRelay, domain: string): number =>
  relay.lines.filter((line) => line.startsWith('RCPT') && line.includes(domain)).length;

async function assertBalanced(editionId: number) {
  const balance = await readBalance(db, editionId);
  const { eligible, sent, failed, suppressed, uncertain, cancelled, pending } = balance;
  assert.equal(eligible, sent + failed + suppressed + uncertain + cancelled + pending);
  return balance;
}

describe('the destinations', () => {
  it('are known by their domains, each provider once', () => {
    for (const [address, group] of [
      ['anna@googlemail.com', 'gmail'],
      ['anna@AOL.com', 'yahoo'],
      ['anna@msn.com', 'outlook'],
      ['"a@gmail.com"@me.com', 'apple'],
      ['anna@Courier.example', 'courier.example'],
    ] as const)
      assert.equal(destinationOf(address), group);
    const domains = providers.flatMap((provider) => provider.domains);
    assert.equal(new Set(domains).size, domains.length);
    const rules = providers.flatMap((provider) => provider.rules.map(({ name }) => name));
    assert.equal(new Set(rules).size, rules.length, 'a rule is known by its name');
  });

  it('say what their providers say, and what everybody says, and no more', () => {
    const read = (
      destination: string,
      reply: string,
      about: 'sender' | 'recipient' = 'recipient',
    ): string => {
      const reading = readReply(destination, { reply, permanent: reply.startsWith('5'), about });
      return reading?.kind === 'cools' ? reading.rule.name : (reading?.kind ?? 'nothing');
    };
    for (const [destination, reply, said] of [
      ['gmail', unusual, 'unusual-rate'],
      ['school.example', unusualRate, 'unusual-rate'],
      ['school.example', '421 4.7.28 flood detected', 'closing'],
      ['yahoo', tss04, 'TSS04'],
      ['rogers.example', tss04, 'TSS04'],
      ['outlook', blocked, 'blocked'],
      ['firm.example', '550 5.7.1 is on our block list (S3150) [x.protection.outlook.com]', 'blocked'],
      ['gmail', '450 4.2.1 The user you are trying to contact is receiving mail too quickly', 'nothing'],
      ['gmail', '421 4.2.2 mailbox full', 'nothing'],
      ['own.example', '450 4.7.1 Greylisted, come back in 300 seconds', 'greylists'],
      ['own.example', '421 4.3.2 too many connections', 'closing'],
      ['own.example', '451 4.7.0 not today', 'throttles'],
      ['own.example', '550 5.1.1 no such user, greylisting or not', 'nothing'],
      ['own.example', '451 4.3.0 try again later', 'nothing'],
    ] as const)
      assert.equal(read(destination, reply), said, `${destination}: ${reply}`);
    assert.equal(read('own.example', '421 4.3.2 busy', 'sender'), 'nothing', 'before a recipient was named');
    assert.equal(classifyReply(blocked), 'sender', 'nor does it suppress anybody as a bounce');
  });
});

describe('a destination that is told to slow down', () => {
  it('goes on after the first time, and gets ten a minute after the second; the others never wait', async () => {
    const relay = await relaySaying({ 'gmail.com': () => unusualRate });
    const newsletter = await readersAt({ 'gmail.com': 1, 'other.example': 2 });
    const editionId = await launchTestSend(services, newsletter);
    const transport = await over(relay);
    await deliverOver(services, transport, editionId);
    assert.deepEqual(await listCoolings(db), []);
    const [once] = await addressed(editionId);
    assert.deepEqual([once?.state, once?.attempt, once?.replyClass], ['deferred', 1, 'sender']);
    await makeDue(services, editionId);
    await deliverOver(services, transport, editionId);
    transport.close();
    const [cooling] = await listCoolings(db);
    assert.deepEqual([cooling?.destination, cooling?.perMinute, cooling?.relay], ['gmail', 10, '127.0.0.1']);
    assert.deepEqual(await minutesLeft(), [30]);
    const [twice] = await addressed(editionId);
    assert.deepEqual([twice?.state, twice?.attempt, twice?.replyClass], ['deferred', 1, 'sender']);
    assert.ok((twice?.dueIn ?? 0) > 1_790, 'what was refused comes when it is over');
    assert.equal((await assertBalanced(editionId)).sent, 2);
  });

  it('forgets what was said more than an hour ago', async () => {
    const relay = await relaySaying({ 'gmail.com': () => unusualRate });
    const newsletter = await readersAt({ 'gmail.com': 1 });
    const editionId = await launchTestSend(services, newsletter);
    const transport = await over(relay);
    await deliverOver(services, transport, editionId);
    await sql`update destination_coolings set heard_at = array[now() - interval '61 minutes']`.execute(db);
    await makeDue(services, editionId);
    await deliverOver(services, transport, editionId);
    transport.close();
    assert.deepEqual(await listCoolings(db), []);
    await sql`update destination_coolings set heard_at = array[now() - interval '25 hours']`.execute(db);
    await forgetCoolings(db);
    assert.deepEqual(await db.selectFrom('destinationCoolings').selectAll().execute(), []);
  });

  it('gets no more than ten in any minute from all workers, and the rest comes back spread over time', async () => {
    await cool('gmail', { rule: 'unusual-rate', minutes: 30, perMinute: 10 });
    const relay = await relaySaying({});
    const newsletter = await readersAt({ 'gmail.com': 12, 'other.example': 4 });
    const editionId = await launchTestSend(services, newsletter);
    const workers = [await over(relay), await over(relay)];
    for (const worker of workers) {
      await deliverOver(services, worker, editionId);
      await db
        .updateTable('deliveryBatches')
        .set({ dueAt: new Date(0) })
        .execute();
    }
    const rows = await addressed(editionId);
    const later = rows.filter(({ state }) => state === 'deferred');
    assert.deepEqual([rcpts(relay, 'gmail.com'), rcpts(relay, 'other.example'), later.length], [3, 4, 9]);
    const due = later.map(({ dueIn }) => Math.round(dueIn)).sort((one, other) => one - other);
    assert.ok(
      due.every((at, index) => index === 0 || at - (due[index - 1] ?? 0) >= 6),
      due.join(' '),
    );
    assert.ok((due.at(-1) ?? 0) < 120 && later.every(({ attempt }) => attempt === 0));
    // The minute goes on in the database: a permit each seven and a half seconds.
    let drawn = 3;
    for (let seconds = 8; seconds < 60; seconds += 8) {
      await shiftPermits(8);
      await makeDue(services, editionId);
      await deliverOver(services, workers[seconds % 16 === 0 ? 0 : 1] as Transport, editionId);
      assert.ok(rcpts(relay, 'gmail.com') - drawn <= 1);
      drawn = rcpts(relay, 'gmail.com');
    }
    assert.ok(drawn >= 9 && drawn <= 10, `${drawn} in a minute`);
    for (const worker of workers) worker.close();
    await assertBalanced(editionId);
  });

  it('is let go by a person: what waited is due at once', async () => {
    await cool('gmail', { rule: 'TSS04', minutes: 30, perMinute: null });
    const relay = await relaySaying({});
    const editionId = await launchTestSend(services, await readersAt({ 'gmail.com': 3 }));
    const before = await over(relay);
    await deliverOver(services, before, editionId);
    before.close();
    assert.equal((await assertBalanced(editionId)).deferred, 3);
    await assert.rejects(
      clearDestination(db, system, 'yahoo', null),
      /nothing cools at "yahoo".*destinations list/,
    );
    assert.equal(await clearDestination(db, system, 'googlemail.com', null), 1);
    assert.ok((await addressed(editionId)).every(({ dueIn }) => dueIn <= 0));
    const later = await over(relay);
    await deliverOver(services, later, editionId);
    later.close();
    assert.equal((await assertBalanced(editionId)).sent, 3);
  });
});

describe('a destination that is left alone', () => {
  it('is left alone by all workers, while the others get theirs, and is not asked again before its time', async () => {
    const relay = await relaySaying({ 'yahoo.com': () => tss04 });
    const newsletter = await readersAt({ 'aol.com': 3, 'yahoo.com': 5, 'other.example': 5 });
    const editionId = await launchTestSend(services, newsletter);
    const second = openDatabase(config.databaseUrl ?? '', () => {});
    const other = createTransport({ ...config, smtpUrl: relay.url }, second.db);
    after(() => other.close());
    const first = await over(relay);
    await deliverOver(services, first, editionId);
    assert.deepEqual(await minutesLeft(), [120]);
    // aol.com's are before yahoo.com's; two of those were refused, the others were not begun.
    assert.deepEqual([rcpts(relay, 'aol.com'), rcpts(relay, 'yahoo.com')], [3, 2]);
    const { sent, deferred, state } = await assertBalanced(editionId);
    assert.deepEqual([sent, deferred, state], [8, 5, 'sending']);
    const said = relay.lines.length;
    await other.ready();
    await makeDue(services, editionId);
    await deliverOver(services, other, editionId);
    assert.equal(relay.lines.filter((line) => line.startsWith('RCPT')).length, 13 - 3);
    assert.ok(relay.lines.length >= said);
    // Nothing of it is due: no worker takes it up.
    const rows = await addressed(editionId);
    assert.ok(rows.filter((row) => row.state === 'deferred').every(({ dueIn }) => dueIn > 7_000));
    const batch = await db
      .selectFrom('deliveryBatches')
      .select('dueAt')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.ok(batch.dueAt.getTime() > Date.now() + 7_000_000);
    // Two hours later it ends by itself.
    await sql`update destination_coolings set until = now()`.execute(db);
    await makeDue(services, editionId);
    const later = await over(await relaySaying({}));
    await deliverOver(services, later, editionId);
    assert.deepEqual([(await assertBalanced(editionId)).sent, (await listCoolings(db)).length], [13, 0]);
    for (const transport of [first, other, later]) transport.close();
    await second.close();
  });

  it('is reached over another relay that it has not spoken of', async () => {
    const [a, b] = [await relaySaying({}), await relaySaying({})];
    for (const [name, relay] of [
      ['a', a],
      ['b', b],
    ] as const)
      await addLocalRelay(db, name, Number(new URL(relay.url).port));
    await cool('yahoo', { relay: 'a', rule: 'TSS04', minutes: 120, perMinute: null });
    const editionId = await launchTestSend(services, await readersAt({ 'yahoo.com': 4, 'other.example': 4 }));
    const transport = await overAll();
    await deliverOver(services, transport, editionId);
    transport.close();
    assert.deepEqual([rcpts(a, 'yahoo.com'), rcpts(b, 'yahoo.com')], [0, 4]);
    assert.ok(rcpts(a, 'other.example') > 0);
    assert.equal((await assertBalanced(editionId)).state, 'finished');
  });

  it('fails nobody, suppresses nobody and alerts once, where it blocks the relay with a 550', async () => {
    const relay = await relaySaying({ 'hotmail.com': () => blocked });
    const newsletter = await readersAt({ 'hotmail.com': 8, 'other.example': 2 });
    const expiresAt = new Date(Date.now() + 3_600_000);
    const editionId = await launchTestSend(services, newsletter, { expiresAt });
    const transport = await over(relay);
    await deliverOver(services, transport, editionId);
    transport.close();
    const balance = await assertBalanced(editionId);
    assert.deepEqual([balance.sent, balance.deferred, balance.failed, balance.state], [2, 8, 0, 'sending']);
    assert.equal(rcpts(relay, 'hotmail.com'), 1);
    assert.deepEqual(await db.selectFrom('suppressions').selectAll().execute(), []);
    const [{ destination, alert, why } = {}] = await listCoolings(db);
    assert.deepEqual([destination, alert, why], ['outlook', true, "Outlook blocks the relay's address"]);
    const events = await db.selectFrom('events').select(['kind', 'data']).execute();
    assert.deepEqual(
      events.map(({ kind, data }) => [kind, (data as { destination: string }).destination]),
      [['destination-blocked', 'outlook']],
    );
    // They are failed by the edition's end only.
    await db
      .updateTable('sends')
      .set({ expiresAt: new Date(0) })
      .where('editionId', '=', editionId)
      .execute();
    await tidySends(services);
    assert.equal((await assertBalanced(editionId)).failed, 8);
    const reports = await db.selectFrom('reports').select('id').where('editionId', '=', editionId).execute();
    assert.deepEqual(reports, [], 'nothing of it counts against a reader');
  });

  it('is left for five minutes after a 421 in mid-dialogue, which closes the connection', async () => {
    let connections = 0;
    const relay = await startScriptedRelay((line) => {
      if (line.startsWith('EHLO')) connections += 1;
      return line.includes('slow.example') && line.startsWith('RCPT') ? '421 4.3.2 not now' : null;
    });
    const editionId = await launchTestSend(
      services,
      await readersAt({ 'slow.example': 3, 'other.example': 2 }),
    );
    const transport = await over(relay);
    await deliverOver(services, transport, editionId);
    transport.close();
    assert.deepEqual(await minutesLeft(), [5]);
    assert.deepEqual([connections, rcpts(relay, 'slow.example'), rcpts(relay, 'other.example')], [2, 1, 2]);
    assert.equal((await assertBalanced(editionId)).deferred, 3);
  });

  it('is taken for the relay itself where it says 421 whatever the destination: the relay rests', async () => {
    const relay = await startScriptedRelay((line) => (line.startsWith('RCPT') ? '421 4.3.2 busy' : null));
    const port = Number(new URL(relay.url).port);
    await addLocalRelay(db, 'busy', port, { connections: 1 });
    const newsletter = await readersAt({ 'a.example': 2, 'b.example': 2, 'c.example': 2, 'd.example': 2 });
    const editionId = await launchTestSend(services, newsletter);
    const transport = await overAll();
    await deliverOver(services, transport, editionId);
    transport.close();
    const { lastError, failures } = await db.selectFrom('relays').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([failures, rcpts(relay, '.example')], [1, 3]);
    assert.match(lastError ?? '', /421 4\.3\.2 busy/);
    const { waiting, deferred } = await assertBalanced(editionId);
    assert.equal(waiting + deferred, 8);
  });

  it('gets service mail all the same: somebody waits for it', async () => {
    await cool('gmail', { rule: 'TSS04', minutes: 30, perMinute: null });
    const relay = await relaySaying({});
    const transport = await over(relay);
    const message = {
      from: 'desk@courier.example',
      to: 'anna@gmail.com',
      raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    };
    assert.equal((await transport.send(message)).outcome, 'cooled');
    assert.equal((await transport.send(message, undefined, 'service')).outcome, 'accepted');
    transport.close();
  });
});

describe('a single recipient', () => {
  it('who gets too much (4.2.1) waits alone', async () => {
    const relay = await relaySaying({
      'reader1@gmail.com': () => '450 4.2.1 receiving mail at a rate that is too high',
    });
    const editionId = await launchTestSend(services, await readersAt({ 'gmail.com': 4 }));
    const transport = await over(relay);
    await deliverOver(services, transport, editionId);
    transport.close();
    assert.deepEqual([(await assertBalanced(editionId)).sent, (await listCoolings(db)).length], [3, 0]);
    assert.equal((await addressed(editionId))[0]?.replyClass, 'soft');
  });

  it('who is greylisted is tried again after five to fifteen minutes, from the relay that was first', async () => {
    let known = '';
    const grey = await relaySaying({
      'grey.example': () =>
        known === '' ? ((known = 'seen'), '450 4.7.1 Greylisted, please come back') : null,
    });
    const other = await relaySaying({});
    for (const [name, relay, weight] of [
      ['first', grey, 1000],
      ['other', other, 1],
    ] as const)
      await addLocalRelay(db, name, Number(new URL(relay.url).port), { weight });
    const editionId = await launchTestSend(services, await readersAt({ 'grey.example': 1 }));
    const transport = await overAll();
    await deliverOver(services, transport, editionId);
    const [row] = await addressed(editionId);
    assert.ok((row?.dueIn ?? 0) > 295 && (row?.dueIn ?? 0) <= 900, `${row?.dueIn}`);
    assert.equal(row?.replyClass, 'sender');
    transport.close();
    await db.updateTable('relays').set({ weight: 1000 }).where('name', '=', 'other').execute();
    await db.updateTable('relays').set({ weight: 1 }).where('name', '=', 'first').execute();
    await makeDue(services, editionId);
    const later = await overAll();
    await deliverOver(services, later, editionId);
    later.close();
    assert.deepEqual([rcpts(grey, 'grey.example'), rcpts(other, 'grey.example')], [2, 0]);
  });
});

describe('what does not cool', () => {
  it('costs a send no query for each message', async () => {
    const relay = await relaySaying({});
    const transport = await over(relay);
    let queries = 0;
    const count = (): void => void (queries += 1);
    services.pool.on('acquire', count);
    const message = {
      from: 'desk@courier.example',
      to: 'anna@gmail.com',
      raw: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    };
    const began = performance.now();
    for (let index = 0; index < 20; index += 1) await transport.send(message);
    services.pool.off('acquire', count);
    transport.close();
    assert.ok(queries <= 2 + (2 * (performance.now() - began)) / 2_000, `${queries} queries`);
  });
});

async function cool(
  destination: string,
  {
    relay = '127.0.0.1',
    rule,
    minutes,
    perMinute,
  }: { relay?: string; rule: string; minutes: number; perMinute: number | null },
): Promise<void> {
  const until = sql<Date>`now() + make_interval(mins => ${minutes})`;
  const since = sql<Date>`now()`;
  const heardAt = sql<Date[]>`array[now()]`;
  await db
    .insertInto('destinationCoolings')
    .values({ relay, destination, rule, reply: unusualRate, heardAt, since, until, perMinute })
    .execute();
}

async function shiftPermits(seconds: number): Promise<void> {
  await sql`update destination_coolings set next_permit_at = next_permit_at - make_interval(secs => ${seconds})`.execute(
    db,
  );
}
