import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Actor, system } from '../../src/access/actor.ts';
import { pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { approve } from '../../src/editions/approve.ts';
import { correct } from '../../src/editions/correct.ts';
import { listCorrections } from '../../src/editions/corrections/list-corrections.ts';
import { countToCorrect, sendCorrection } from '../../src/editions/corrections/send-correction.ts';
import { endCorrection, writeCorrection } from '../../src/editions/corrections/write-correction.ts';
import { requireCorrection } from '../../src/editions/corrections/correction.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { type Edition, requireEdition } from '../../src/editions/edition.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { lastLine } from '../support/audited.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { startRelay } from '../support/relay.ts';
import { addressesIn, idOf, launchDigest } from '../support/reported.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 8);
await setRules(db, system, daily.id, { minArticles: 1 });
services.config.delivery = { ...services.config.delivery, batchSize: 4, groupSize: 4, connections: 1 };

const wrongNews = { title: 'The bridge opens on the 3rd', text: 'We wrote the 30th. It is the 3rd.' };

/** Goes out wrong to some, is corrected in mid-send, and goes on to the others; gives who got which. */
async function sendHalfWrong(): Promise<{ editionId: number; wrong: string[]; right: string[] }> {
  const editionId = await launchDigest(services, 'The bridge opens on the 30th');
  const stop = new AbortController();
  let handed = 0;
  const first = await startRelay({
    onMessage: () => {
      handed += 1;
      if (handed === 3) stop.abort();
      return null;
    },
  });
  await deliverAll(services, first.url, editionId, stop.signal);
  await pauseSend(services, editionId, system);
  await editEdition(db, system, editionId, { subject: 'The bridge opens on the 3rd' });
  await approve(services, { editionId, actor: system });
  await correct(services, { editionId, actor: system });
  await resumeSend(services, editionId, system);
  const second = await startRelay();
  await deliverAll(services, second.url, editionId);
  const to = (received: Array<{ to: string }>): string[] => received.map((mail) => mail.to).toSorted();
  return { editionId, wrong: to(first.received), right: to(second.received) };
}

/** The texts that were wrong: all but the one that went out last. */
async function wrongTexts(editionId: number): Promise<number[]> {
  const { approvedRevisionId } = await requireEdition(db, editionId);
  const rows = await db
    .selectFrom('editionRevisions')
    .select('id')
    .where('editionId', '=', editionId)
    .where('id', '<>', approvedRevisionId)
    .execute();
  return rows.map(({ id }) => id);
}

const got = await sendHalfWrong();

describe('a correction of what has gone out', () => {
  it('is refused without words, for a text that nobody got, and before anything has gone out', async () => {
    const { editionId } = got;
    await assert.rejects(writeCorrection(db, system, { editionId, ...wrongNews, text: ' ' }), /has no text/);
    await assert.rejects(
      writeCorrection(db, system, { editionId, ...wrongNews, revisionIds: [987654] }),
      /choose which text was wrong/,
    );
    const draft = await assembleDigest(services, ['A story that nobody has read']);
    await assert.rejects(writeCorrection(db, system, { editionId: draft, ...wrongNews }), /nobody has got/);
  });

  it('stands at the top of the next digest, in the draft that there is too, for exactly those who got it wrong', async () => {
    const { editionId, wrong, right } = got;
    assert.ok(wrong.length > 0 && right.length > 0 && wrong.length + right.length === 8);
    const { correction, drafts } = await writeCorrection(db, system, {
      editionId,
      ...wrongNews,
      revisionIds: await wrongTexts(editionId),
    });
    assert.equal(drafts.length, 1);
    assert.equal((await requireEdition(db, drafts[0] ?? 0)).blocks[0]?.kind, 'correction');
    assert.deepEqual(await lastLine(db, 'correction.write', `edition:${editionId}`), {
      actor: 'system:broadsheet',
      subject: `edition:${editionId}`,
      detail: { correction: correction.id },
      before: null,
      after: { ...wrongNews, subject: null, revisionIds: correction.revisionIds },
    });
    const next = await assembleDigest(services, ['What happened the day after']);
    assert.equal((await requireEdition(db, next)).blocks[0]?.kind, 'correction');
    await approve(services, { editionId: next, actor: system });
    await launchEdition(services, { editionId: next, actor: system });
    // One of those who were told wrong does not get it, and is told by the one after.
    const unlucky = wrong[0] ?? '';
    const relay = await startRelay({
      refuseRecipient: (address) =>
        address === unlucky ? Object.assign(new Error('5.3.2 not now'), { responseCode: 550 }) : null,
    });
    await deliverAll(services, relay.url, next);
    const told = relay.received.filter(({ raw }) => raw.toString().includes('We wrote the 30th'));
    assert.deepEqual(told.map(({ to }) => to).toSorted(), wrong.slice(1));
    assert.equal(await countToCorrect(db, correction), 1);
  });

  it('is told nobody twice: the digest after has it for those alone whom the first one did not reach', async () => {
    const { wrong } = got;
    const second = await assembleDigest(services, ['What happened two days after']);
    await approve(services, { editionId: second, actor: system });
    await launchEdition(services, { editionId: second, actor: system });
    const relay = await startRelay();
    await deliverAll(services, relay.url, second);
    const told = relay.received.filter(({ raw }) => raw.toString().includes('We wrote the 30th'));
    assert.deepEqual(
      told.map(({ to }) => to),
      wrong.slice(0, 1),
    );
    const later = await assembleDigest(services, ['What happened three days after']);
    assert.ok((await requireEdition(db, later)).blocks.every(({ kind }) => kind !== 'correction'));
  });

  it('can be kept from further digests', async () => {
    const { correction } = await writeCorrection(db, system, { editionId: got.editionId, ...wrongNews });
    const now = new Date();
    await endCorrection(db, system, correction.id, now);
    await endCorrection(db, system, correction.id, new Date(now.getTime() + 60_000));
    const { detail, before: was, after: is } = await lastLine(db, 'correction.end');
    assert.deepEqual(
      [detail, was, is],
      [{ correction: correction.id }, { endedAt: null }, { endedAt: now.toISOString() }],
    );
    const next = await assembleDigest(services, ['What happened four days after']);
    assert.ok((await requireEdition(db, next)).blocks.every(({ kind }) => kind !== 'correction'));
  });
});

describe('a correction that must not wait', () => {
  it('is not sent while what is wrong still goes out', async () => {
    const editionId = await launchDigest(services, 'All wrong');
    const stop = new AbortController();
    const relay = await startRelay({
      onMessage: () => {
        stop.abort();
        return null;
      },
    });
    await deliverAll(services, relay.url, editionId, stop.signal);
    const { correction } = await writeCorrection(db, system, { editionId, ...wrongNews });
    const send = { correctionId: correction.id, subject: 'Correction' };
    await assert.rejects(sendCorrection(services, system, send), /still going out with what is wrong/);
    await endCorrection(db, system, correction.id);
  });

  it('goes to exactly those who got it wrong, less those who have left or may not be mailed, and to each once', async () => {
    const { editionId, wrong } = await sendHalfWrong();
    const [leaver = '', stopped = '', ...rest] = wrong;
    assert.ok(rest.length > 0);
    await unsubscribe(
      services,
      { subscriberId: await idOf(services, leaver), newsletterId: daily.id },
      { source: 'test' },
    );
    await suppressAddress(services, system, stopped, ['bulk']);
    const { correction } = await writeCorrection(db, system, {
      editionId,
      ...wrongNews,
      revisionIds: await wrongTexts(editionId),
    });
    assert.equal(await countToCorrect(db, correction), rest.length);
    const send = { correctionId: correction.id, subject: 'Correction: the bridge' };
    await assert.rejects(
      sendCorrection(services, system, { ...send, seen: rest.length - 1 }),
      /look at it again/,
    );
    const twice = await Promise.allSettled([1, 2].map(() => sendCorrection(services, system, send)));
    assert.deepEqual(twice.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    const [listed] = await listCorrections(db, editionId);
    const own = listed?.ownEditionId ?? 0;
    const line = await lastLine(db, 'correction.send', `edition:${own}`);
    assert.deepEqual(line.detail, { correction: correction.id, about: editionId });
    assert.deepEqual([line.before, line.after], [null, { subject: send.subject, ...wrongNews }]);
    const relay = await startRelay();
    await deliverAll(services, relay.url, own);
    assert.deepEqual(relay.received.map(({ to }) => to).toSorted(), rest);
    assert.ok(relay.received.every(({ raw }) => raw.toString().includes('Subject: Correction: the bridge')));
    assert.deepEqual(await addressesIn(services, own, 'suppressed'), [stopped]);
    await assert.rejects(sendCorrection(services, system, send), /has been told|was sent already/);
    // Nor does the next digest tell them again.
    const next = await assembleDigest(services, ['What happened five days after']);
    await approve(services, { editionId: next, actor: system });
    await launchEdition(services, { editionId: next, actor: system });
    const later = await startRelay();
    await deliverAll(services, later.url, next);
    assert.ok(later.received.every(({ raw }) => !raw.toString().includes('We wrote the 30th')));
    assert.equal(await countToCorrect(db, await requireCorrection(db, correction.id)), 0);
  });
});

describe('a correction in a newsletter that wants two people', () => {
  const person = (name: string): Actor => ({ kind: 'command-line', name });
  const [writer, other] = [person('writer'), person('other')];
  const asks = { ...wrongNews, subject: 'It opens on the 3rd', once: randomUUID() };
  let id = 0;
  let editionId = 0;
  const send = (actor: Actor, subject?: string) =>
    sendCorrection(services, actor, { correctionId: id, ...(subject !== undefined && { subject }) });
  const ownOf = async (): Promise<Edition | null> => {
    const one = (await listCorrections(db, editionId)).find((row) => row.id === id);
    return one?.ownEditionId == null ? null : requireEdition(db, one.ownEditionId);
  };

  before(async () => {
    editionId = await launchDigest(services, 'Wrong for two');
    await deliverAll(services, (await startRelay()).url, editionId);
    await setRules(db, system, daily.id, { fourEyes: true });
  });
  after(() => setRules(db, system, daily.id, { fourEyes: false }));

  it('is written once where it is asked for twice at once, and begins a draft whose last author stays who it was', async () => {
    const draft = await assembleDigest(services, ['What two people read']);
    await editEdition(db, other, draft, { preheader: 'By another' });
    const request = { editionId, ...asks };
    const twice = await Promise.all([1, 2].map(() => writeCorrection(db, writer, request)));
    id = twice[0]?.correction.id ?? 0;
    for (const { correction, drafts } of twice) assert.deepEqual([correction.id, drafts], [id, [draft]]);
    const { blocks, editedBy } = await requireEdition(db, draft);
    assert.equal(blocks.filter(({ audience }) => audience === `correction:${id}`).length, 1);
    assert.equal(editedBy, 'command-line:other');
    const another = { ...request, title: 'Something else' };
    await assert.rejects(writeCorrection(db, writer, another), /has written another correction/);
  });

  it('takes no approval back', async () => {
    const [draft = 0] = (await writeCorrection(db, writer, { editionId, ...asks })).drafts;
    // Nobody else has seen the correction; once who changed the draft before has had it in front of them, somebody has.
    await assert.rejects(
      approve(services, { editionId: draft, actor: writer }),
      /nobody but who would approve it has looked at/,
    );
    await editEdition(db, other, draft, { preheader: 'By another, with the correction' });
    await approve(services, { editionId: draft, actor: writer });
    const more = await writeCorrection(db, writer, { editionId, ...wrongNews });
    assert.deepEqual([more.drafts, more.approved], [[], [draft]]);
    assert.equal((await requireEdition(db, draft)).state, 'approved');
    await endCorrection(db, system, more.correction.id);
    await assert.rejects(
      sendCorrection(services, other, { correctionId: more.correction.id, subject: 'Ended' }),
      /was ended/,
    );
  });

  it('is not sent by who wrote it, and leaves no draft behind by trying', async () => {
    await assert.rejects(send(writer), /wants another person/);
    assert.equal(await ownOf(), null);
  });

  it('is sent under the subject that it was written with, and under no other that its sender types', async () => {
    await assert.rejects(
      send(other, 'The mayor has lied'),
      /the subject that it was written with, "It opens/,
    );
    assert.equal(await ownOf(), null);
  });

  it('says at the desk who else may send it, and that it was ended', async () => {
    const web = await startWeb(services);
    const editor = await addStaff(services, 'editor');
    await addStaff(services, 'owner');
    const headers = { cookie: await signInAtDesk(services, web, editor), origin: web.origin };
    const path = `/desk/editions/${editionId}/corrections`;
    const once = /name="once" value="([^"]+)"/.exec((await web.get(path, headers)).body)?.[1] ?? '';
    const typed = { ...wrongNews, title: 'Written at the desk', once };
    for (const _ of [1, 2]) assert.equal((await web.post(path, typed, headers)).status, 303);
    const made = (await listCorrections(db, editionId)).filter(({ title }) => title === typed.title);
    assert.equal(made.length, 1);
    const now = `${path}/${made[0]?.id}/now`;
    const page = await web.get(now, headers);
    assert.match(page.body, /Somebody else approves it[^]*owner/);
    assert.doesNotMatch(page.body, /name="subject"/);
    const byOther = await web.get(`${path}/${id}/now`, headers);
    assert.match(byOther.body, /Subject of the mail: <strong lang="en">It opens on the 3rd<\/strong>/);
    assert.doesNotMatch(byOther.body, /name="subject"/);
    const asked = { subject: 'Correction', seen: '100' };
    assert.equal((await web.post(now, asked, headers)).status, 409);
    await endCorrection(db, system, made[0]?.id ?? 0);
    assert.match((await web.get(now, headers)).body, /No further digest takes it up/);
    const refused = await web.post(now, asked, headers);
    assert.deepEqual([refused.status, /was ended/.test(refused.body)], [409, true]);
  });

  it('goes out at the second try where the first was refused, to all at once', async () => {
    await setRules(db, system, daily.id, { fourEyes: false });
    await db.updateTable('publications').set({ postalAddress: '' }).execute();
    await assert.rejects(send(other, 'The first try'), /cannot be approved/);
    await setRules(db, system, daily.id, { fourEyes: true });
    // What one person alone has typed is that person's text: it is not sent by them when two are wanted.
    assert.equal((await ownOf())?.editedBy, 'command-line:other');
    await db.updateTable('publications').set({ postalAddress: 'Khreshchatyk 1, Kyiv' }).execute();
    assert.equal((await ownOf())?.state, 'draft');
    // In the zone west of the newsletter's every morning is later.
    const far = { ownMorning: true, timeZone: 'America/New_York' };
    await db.updateTable('subscribers').set(far).execute();
    await send(other);
    const own = await ownOf();
    assert.deepEqual(
      [own?.state, own?.subject, own?.editedBy],
      ['launched', 'It opens on the 3rd', 'command-line:writer'],
    );
    const { priority, launchedAt } = await db
      .selectFrom('sends')
      .select(['priority', 'launchedAt'])
      .where('editionId', '=', own?.id ?? 0)
      .executeTakeFirstOrThrow();
    assert.equal(priority, 10);
    const later = await db
      .selectFrom('deliveries')
      .select('dueAt')
      .where('editionId', '=', own?.id ?? 0)
      .where('dueAt', '>', new Date(launchedAt.getTime() + 60_000))
      .execute();
    assert.deepEqual(later, []);
  });
});

describe('a digest that begins with a correction, in a newsletter that wants two people', () => {
  const person = (name: string): Actor => ({ kind: 'command-line', name });

  it('is not approved by who wrote that alone, until another person has approved a text with it', async () => {
    await db.updateTable('subscribers').set({ ownMorning: false }).execute();
    const editionId = await launchDigest(services, 'Wrong once more');
    await deliverAll(services, (await startRelay()).url, editionId);
    await setRules(db, system, daily.id, { fourEyes: true });
    await writeCorrection(db, person('writer'), { editionId, ...wrongNews });
    const next = await assembleDigest(services, ['The day after that']);
    assert.equal((await requireEdition(db, next)).blocks[0]?.kind, 'correction');
    const byWriter = () => approve(services, { editionId: next, actor: person('writer') });
    await assert.rejects(byWriter, /wants another person/);
    await approve(services, { editionId: next, actor: person('other') });
    await byWriter();
    await setRules(db, system, daily.id, { fourEyes: false });
  });
});
