import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { readReport } from '../../../src/delivery/bounces/read-report.ts';
import type { Incoming } from '../../../src/delivery/inbound/incoming.ts';
import { settleOpenReports, takeReport } from '../../../src/delivery/inbound/take-report.ts';
import { undoReport } from '../../../src/delivery/inbound/undo-report.ts';
import { eraseSubscriber } from '../../../src/subscribers/erase.ts';
import { heedReports } from '../../../src/subscribers/heed-reports.ts';
import { openNewsroom } from '../../support/cast.ts';
import { commandFor } from '../../support/command.ts';
import {
  cameBack,
  failures,
  type Mailed,
  ownAddress,
  sendEdition,
  sendToReaders,
  countRows,
  subscribedTo,
} from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const readers = await sendToReaders(services, daily, 40);
const broadsheet = commandFor(services);

/** Each test takes readers of its own. */
function nextReader(): Mailed {
  const reader = readers.shift();
  assert.ok(reader !== undefined, 'there are more tests than readers');
  return reader;
}

const returnPath = (reader: Mailed): string => ownAddress(services, 'return-path', reader);
const bounce = (reader: Mailed, said: (typeof failures)[keyof typeof failures] = failures.hard): Incoming =>
  cameBack({ kind: 'bounce', recipients: [{ ...said, address: reader.address }] }, [returnPath(reader)]);

/** What stops an address now: the reason and the streams. */
async function stopsOf({ address }: Mailed): Promise<string[]> {
  const rows = await db
    .selectFrom('suppressions')
    .select(['reason', 'streams'])
    .where('address', '=', address)
    .where('liftedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ reason, streams }) => `${reason}: ${streams.join(' ')}`);
}

describe('a bounce at the return path of a delivery', () => {
  it('suppresses for all streams where the mailbox is gone, with its evidence, beside a balance that stays', async () => {
    const reader = nextReader();
    const before = await readBalance(db, reader.editionId);
    const [taken] = await takeReport(services, bounce(reader));
    assert.equal(taken?.decision, 'suppressed');
    assert.deepEqual(await stopsOf(reader), ['hard-bounce: bulk service staff']);
    const { evidence } = await db
      .selectFrom('suppressions')
      .select('evidence')
      .where('address', '=', reader.address)
      .executeTakeFirstOrThrow();
    assert.equal((evidence as { reply: string }).reply, '550 5.1.1 user unknown');
    assert.deepEqual(await readBalance(db, reader.editionId), before);
    const news = await db
      .selectFrom('events')
      .select(['kind', 'editionId'])
      .where('subscriberId', '=', reader.subscriberId)
      .execute();
    assert.deepEqual(news, [{ kind: 'bounced', editionId: reader.editionId }]);
  });

  it('may have lost its case on the way', async () => {
    const reader = nextReader();
    const [taken] = await takeReport(services, {
      ...bounce(reader),
      addresses: [returnPath(reader).toUpperCase()],
    });
    assert.equal(taken?.decision, 'suppressed');
  });

  it('is about the one that we mailed, whomever the report names', async () => {
    const [reader, other] = [nextReader(), nextReader()];
    await takeReport(services, {
      ...bounce(reader),
      report: { kind: 'bounce', recipients: [{ ...failures.hard, address: other.address }] },
    });
    assert.deepEqual(await stopsOf(reader), ['hard-bounce: bulk service staff']);
    assert.deepEqual(await stopsOf(other), []);
  });

  it('suppresses nobody where only one of those is gone to whom the address forwards', async () => {
    const reader = nextReader();
    const names = ['one@alias.example', 'two@alias.example'];
    const [gone, full] = [failures.hard, failures.full].map((said, index) => ({
      ...said,
      address: names[index] ?? '',
    }));
    assert.ok(gone && full);
    await takeReport(services, { ...bounce(reader), report: { kind: 'bounce', recipients: [gone, full] } });
    assert.deepEqual(await stopsOf(reader), []);
  });

  it('withdraws what is still to go to that address', async () => {
    const reader = nextReader();
    const row = { editionId: reader.editionId, subscriberId: reader.subscriberId };
    await db
      .updateTable('deliveries')
      .set({ state: 'deferred' })
      .where('editionId', '=', row.editionId)
      .where('subscriberId', '=', row.subscriberId)
      .execute();
    await takeReport(services, bounce(reader));
    const { state } = await db
      .selectFrom('deliveries')
      .select('state')
      .where('subscriberId', '=', reader.subscriberId)
      .executeTakeFirstOrThrow();
    assert.equal(state, 'suppressed');
  });

  it('counts once when it comes twice at once', async () => {
    const reader = nextReader();
    const incoming = bounce(reader);
    const all = await Promise.all(Array.from({ length: 8 }, () => takeReport(services, incoming)));
    assert.equal(all.flat().length, 1);
    // Two different reports of one mailbox at the same time make one suppression too.
    const second = nextReader();
    await Promise.all(Array.from({ length: 6 }, () => takeReport(services, bounce(second))));
    assert.equal((await stopsOf(second)).length, 1);
  });

  it('that is our own fault suppresses nobody and is told', async () => {
    const reader = nextReader();
    const [taken] = await takeReport(services, bounce(reader, failures.ours));
    assert.equal(taken?.decision, 'noted');
    assert.deepEqual(await stopsOf(reader), []);
    const kinds = await db
      .selectFrom('events')
      .select('kind')
      .where('subscriberId', '=', reader.subscriberId)
      .execute();
    assert.ok(kinds.some(({ kind }) => kind === 'sender-fault'));
  });
});

describe('a report that proves nothing', () => {
  it('suppresses nobody, is kept and is shown', async () => {
    const reader = nextReader();
    const before = await countRows(services, 'suppressions');
    const right = returnPath(reader);
    const at = right.indexOf('.') + 1;
    for (let index = at; index < right.indexOf('@'); index += 1) {
      const letter = right[index] === 'a' ? 'b' : 'a';
      const forged = right.slice(0, index) + letter + right.slice(index + 1);
      const [taken] = await takeReport(services, { ...bounce(reader), addresses: [forged] });
      assert.equal(taken?.decision, 'kept', forged);
    }
    const unsubscribe = ownAddress(services, 'unsubscribe-mail', reader);
    const swapped = unsubscribe.replace('u+', 'b+');
    const guessed = {
      messageId: `<e${reader.editionId}.s${reader.subscriberId}@courier.example>`,
      returnPath: '',
      unsubscribe: '',
    };
    const own = services.tokens.forDelivery(reader.editionId, reader.subscriberId);
    const forwarded = {
      messageId: '',
      returnPath: '',
      unsubscribe: `<http://news.example/unsubscribe/${own.unsubscribe}>`,
    };
    const forgeries = [
      { ...bounce(reader), addresses: [], report: { ...bounce(reader).report, original: forwarded } },
      { ...bounce(reader), addresses: [unsubscribe, swapped, 'bounces@in.courier.example'] },
      { ...bounce(reader), addresses: [], report: { ...bounce(reader).report, original: guessed } },
      cameBack({
        kind: 'complaint',
        feedback: 'abuse',
        recipients: [{ ...failures.hard, address: reader.address }],
      }),
    ];
    for (const forgery of forgeries) assert.equal((await takeReport(services, forgery))[0]?.decision, 'kept');
    assert.equal(await countRows(services, 'suppressions'), before);
    const { stdout } = await broadsheet('bounces', 'list', '--unread', '--json');
    const [newest] = JSON.parse(stdout) as Array<{ kind: string; address: string; decision: string }>;
    assert.deepEqual(
      [newest?.kind, newest?.address, newest?.decision],
      ['complaint', reader.address, 'kept'],
    );
  });

  it('is believed of a provider, whose event has been verified', async () => {
    const reader = nextReader();
    const messageId = `e${reader.editionId}.s${reader.subscriberId}@courier.example`;
    const incoming = cameBack({
      kind: 'bounce',
      recipients: [{ ...failures.hard, address: reader.address }],
      original: { messageId, returnPath: '', unsubscribe: '' },
    });
    const [taken] = await takeReport(services, { ...incoming, source: 'webhook:ses' });
    assert.equal(taken?.decision, 'suppressed');
    const byAddress = nextReader();
    const said = [{ ...failures.hard, address: byAddress.address.toUpperCase() }];
    await takeReport(services, {
      ...cameBack({ kind: 'bounce', recipients: said }),
      source: 'webhook:brevo',
    });
    const rows = await db
      .selectFrom('reports')
      .select(['proof', 'subscriberId'])
      .where('source', '=', 'webhook:brevo')
      .execute();
    assert.deepEqual(rows, [{ proof: 'provider', subscriberId: byAddress.subscriberId }]);
  });
});

describe('a complaint', () => {
  it('unsubscribes and suppresses all bulk mail, and is no bounce', async () => {
    const reader = nextReader();
    await takeReport(services, cameBack({ kind: 'complaint', feedback: 'abuse' }, [returnPath(reader)]));
    assert.deepEqual(await stopsOf(reader), ['complaint: bulk']);
    await heedReports(services);
    assert.equal(await subscribedTo(services, reader), 'ended');
    assert.equal(await heedReports(services), 0, 'it is heeded once');
    const { source } = await db
      .selectFrom('consents')
      .select('source')
      .where('subscriberId', '=', reader.subscriberId)
      .where('action', '=', 'withdraw')
      .executeTakeFirstOrThrow();
    assert.equal(source, 'complaint');
  });

  it('that shows the link to leave alone, as who got the mail forwarded can, stops that newsletter only', async () => {
    const reader = nextReader();
    const { unsubscribe } = services.tokens.forDelivery(reader.editionId, reader.subscriberId);
    const raw = `From: x@evil.example\nSubject: y\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\nContent-Type: text/rfc822-headers\n\nList-Unsubscribe: <http://news.example/unsubscribe/${unsubscribe}>\n\n--b--\n`;
    const forged = {
      ...cameBack({ kind: 'complaint' }, ['bounces@in.courier.example']),
      report: await readReport(Buffer.from(raw)),
    };
    const [taken] = await takeReport(services, forged);
    assert.equal(taken?.decision, 'unsubscribed');
    await heedReports(services);
    assert.equal(await subscribedTo(services, reader), 'ended');
    const stops = await db
      .selectFrom('suppressions')
      .select(['reason', 'newsletterId'])
      .where('address', '=', reader.address)
      .execute();
    assert.deepEqual(stops, [{ reason: 'unsubscribed', newsletterId: daily.id }]);
    const { rows } = await services.pool.query(
      'select coalesce(sum(complained), 0)::int as complained from send_tallies where edition_id = $1',
      [reader.editionId],
    );
    assert.deepEqual(rows, [{ complained: 1 }], 'that of the test before');
    // A provider has seen who complains: it is believed.
    const complained = nextReader();
    const own = services.tokens.forDelivery(complained.editionId, complained.subscriberId);
    const original = {
      messageId: '',
      returnPath: '',
      unsubscribe: `<http://news.example/unsubscribe/${own.unsubscribe}>`,
    };
    const said = cameBack({ kind: 'complaint', feedback: 'abuse', original });
    await takeReport(services, { ...said, source: 'webhook:ses' });
    assert.deepEqual(await stopsOf(complained), ['complaint: bulk']);
  });

  it('that only asks to leave unsubscribes, and one about signatures is none', async () => {
    const reader = nextReader();
    const about = (feedback: string, kind: 'complaint' | 'none'): Incoming =>
      cameBack({ kind, feedback }, [returnPath(reader)]);
    assert.equal((await takeReport(services, about('auth-failure', 'none')))[0]?.decision, 'noted');
    assert.deepEqual(await stopsOf(reader), []);
    assert.equal((await takeReport(services, about('opt-out', 'complaint')))[0]?.decision, 'unsubscribed');
    assert.deepEqual(await stopsOf(reader), ['unsubscribed: bulk']);
  });
});

describe('an automatic reply', () => {
  it('is written down and does nothing', async () => {
    const reader = nextReader();
    const [taken] = await takeReport(services, cameBack({ kind: 'auto-reply' }, [returnPath(reader)]));
    assert.equal(taken?.decision, 'noted');
    assert.deepEqual(await stopsOf(reader), []);
  });
});

describe('what is about somebody who has been erased', () => {
  it('does nothing, and is not kept', async () => {
    const reader = nextReader();
    const address = returnPath(reader);
    await takeReport(services, bounce(reader, failures.full));
    // What the person wrote to us is found too.
    await takeReport(services, { ...cameBack({ kind: 'none' }), from: reader.address });
    await eraseSubscriber(services, system, reader.address);
    const late = {
      ...cameBack({ kind: 'bounce', recipients: [{ ...failures.hard, address: reader.address }] }),
      addresses: [address],
    };
    assert.equal((await takeReport(services, late))[0]?.decision, 'forgotten');
    const unproven = cameBack({
      kind: 'bounce',
      recipients: [{ ...failures.hard, address: reader.address }],
    });
    assert.equal((await takeReport(services, unproven))[0]?.decision, 'forgotten');
    const { rows } = await services.pool.query(
      `select count(*)::int as count from reports where reports::text like '%' || $1 || '%'`,
      [reader.address],
    );
    assert.deepEqual(rows, [{ count: 0 }]);
  });
});

describe('bounces undo', () => {
  it('lifts the suppression that the report made, and says who did it', async () => {
    const reader = nextReader();
    const [taken] = await takeReport(services, bounce(reader));
    const { code, stdout } = await broadsheet('bounces', 'undo', String(taken?.id), '--json');
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { lifted: string }).lifted, 'hard-bounce');
    assert.deepEqual(await stopsOf(reader), []);
    const shown = await broadsheet('bounces', 'show', String(taken?.id), '--json');
    const report = JSON.parse(shown.stdout) as { undoneBy: string; evidence: { recipients: unknown[] } };
    assert.match(report.undoneBy, /^command-line:/);
    assert.equal(report.evidence.recipients.length, 1);
    await assert.rejects(undoReport(db, system, taken?.id ?? 0), /was undone at .* by command-line:/);
    await assert.rejects(undoReport(db, system, 999_999), /there is no report 999999/);
  });
});

describe('failures for now', () => {
  const day = 24 * 3_600_000;
  const began = Date.now();
  const on = (days: number): Date => new Date(began + days * day);

  it('suppress after five mails over fourteen days, and not sooner', async () => {
    const reader = nextReader();
    const decisions: string[] = [];
    for (const days of [0, 3, 6, 9, 13, 14]) {
      const mailed = (await sendEdition(services, daily, on(days))).find(
        (one) => one.address === reader.address,
      );
      assert.ok(mailed);
      const said = bounce(mailed, failures.full);
      const [taken] = await takeReport(services, said, on(days));
      decisions.push(taken?.decision ?? '');
      // A second report of the same mail is no second failure.
      await takeReport(services, bounce(mailed, failures.full), on(days));
    }
    assert.deepEqual(decisions, ['counted', 'counted', 'counted', 'counted', 'counted', 'suppressed']);
    assert.deepEqual(await stopsOf(reader), ['hard-bounce: bulk service staff']);
  });

  it('begin anew after a mail that got through, and do not count where we are slowed down', async () => {
    const reader = nextReader();
    for (const days of [0, 4, 8, 12, 24]) {
      const mailed = (await sendEdition(services, daily, on(days))).find(
        (one) => one.address === reader.address,
      );
      assert.ok(mailed);
      await takeReport(services, bounce(mailed, failures.full), on(days));
      if (days === 12) await sendEdition(services, daily, on(13));
    }
    assert.deepEqual(await stopsOf(reader), []);
    const slowed = nextReader();
    for (const days of [0, 4, 8, 12, 16, 20])
      assert.equal(
        (await takeReport(services, bounce(slowed, failures.throttled), on(days)))[0]?.decision,
        'noted',
      );
  });

  it('decide nothing while a mail in between may have got through, and go on where it has not', async () => {
    const reader = nextReader();
    const sendOn = async (days: number): Promise<Mailed> => {
      const mailed = (await sendEdition(services, daily, on(days))).find(
        (one) => one.address === reader.address,
      );
      return mailed ?? assert.fail();
    };
    // Beyond what the other tests have sent to all readers.
    for (const days of [100, 104, 108, 112])
      await takeReport(services, bounce(await sendOn(days), failures.full), on(days));
    const between = await sendOn(113);
    const failing = await sendOn(117);
    // Sent after the one that fails, and just as open: no reason to wait.
    const later = await sendOn(118);
    const fail = async (mailed: Mailed, days: number): Promise<string | undefined> =>
      (await takeReport(services, bounce(mailed, failures.full), on(days)))[0]?.decision;
    assert.equal(await fail(failing, 117.5), 'counted');
    assert.deepEqual(await stopsOf(reader), []);
    assert.equal(await fail(between, 117.8), 'suppressed');
    assert.equal((await stopsOf(reader)).length, 1);
    assert.notEqual(later.editionId, failing.editionId);
  });

  it('count as well where we heard them ourselves', async () => {
    const reader = nextReader();
    const fail = (replyClass: string, reply: string) =>
      db
        .updateTable('deliveries')
        .set({ state: 'failed', replyClass, reply, attemptId: crypto.randomUUID() })
        .where('editionId', '=', reader.editionId)
        .where('subscriberId', '=', reader.subscriberId)
        .execute();
    await fail('expired', '452 4.2.2 mailbox full');
    await settleOpenReports(services);
    await db
      .updateTable('deliveries')
      .set({ state: 'uncertain' })
      .where('subscriberId', '=', reader.subscriberId)
      .execute();
    await fail('hard', '550 5.1.1 user unknown');
    await settleOpenReports(services);
    const rows = await db
      .selectFrom('reports')
      .select(['source', 'class', 'decision'])
      .where('subscriberId', '=', reader.subscriberId)
      .where('source', '=', 'delivery')
      .orderBy('id')
      .execute();
    assert.deepEqual(rows, [
      { source: 'delivery', class: 'soft', decision: 'counted' },
      { source: 'delivery', class: 'hard', decision: 'suppressed' },
    ]);
    assert.deepEqual(await stopsOf(reader), ['hard-bounce: bulk service staff']);
  });
});

describe('a delivery report as a relay writes it', () => {
  it('is known by the return path of the mail that it returns', async () => {
    const reader = nextReader();
    const raw = `From: MAILER-DAEMON@relay.example\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ${reader.address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--b\nContent-Type: text/rfc822-headers\n\nReturn-Path: <${returnPath(reader)}>\nMessage-ID: <e1.s1@courier.example>\n\n--b--\n`;
    const report = await readReport(Buffer.from(raw));
    await takeReport(services, { source: 'imap', externalId: 'a-digest', report });
    assert.deepEqual(await stopsOf(reader), ['hard-bounce: bulk service staff']);
  });
});
