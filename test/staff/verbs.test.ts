import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../src/access/actor.ts';
import { system } from '../../src/access/actor.ts';
import { type Action, can, permissions, type Role, roles } from '../../src/access/permissions.ts';
import { noteRefunded } from '../../src/memberships/declarations/note-refunded.ts';
import { matchDeclaration, refuseDeclaration } from '../../src/memberships/declarations/match.ts';
import { endMembership } from '../../src/memberships/rails/end.ts';
import { grantMembership } from '../../src/memberships/rails/grant.ts';
import { importMembers } from '../../src/memberships/rails/import.ts';
import { recordTransfer } from '../../src/memberships/rails/record-payment.ts';
import { setSupport } from '../../src/memberships/support/settings.ts';
import { addTier, setTier } from '../../src/memberships/tiers.ts';
import { liftByStaff } from '../../src/delivery/suppress.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import { closeBallot, voidBallot } from '../../src/topics/ballots/close-ballot.ts';
import { changeBallot } from '../../src/editions/change-ballot.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { recountBallot } from '../../src/topics/ballots/recount.ts';
import { keepPromise } from '../../src/topics/promises/keep-promise.ts';
import { makePromise, withdrawPromise } from '../../src/topics/promises/make-promise.ts';
import { addTopic } from '../../src/topics/suggest.ts';
import { acceptTopic, declineTopic, mergeTopic } from '../../src/topics/vet.ts';
import { addArticleByUrl, markLead } from '../../src/articles/add-article.ts';
import { addSource, moveSource } from '../../src/articles/sources.ts';
import { cancelSend, pauseSend, resendUncertain, resumeSend } from '../../src/delivery/control.ts';
import { clearDestination } from '../../src/delivery/destinations/list.ts';
import { rereadReports } from '../../src/delivery/inbound/reread.ts';
import { undoReport } from '../../src/delivery/inbound/undo-report.ts';
import { addRelay, setRelay } from '../../src/delivery/relays/settings.ts';
import { endWarmUp, startWarmUp } from '../../src/delivery/relays/warm-up.ts';
import { makeAlert } from '../../src/editions/alert.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { applyChanges } from '../../src/editions/compose/apply-changes.ts';
import { correct } from '../../src/editions/correct.ts';
import { sendCorrection } from '../../src/editions/corrections/send-correction.ts';
import { endCorrection, writeCorrection } from '../../src/editions/corrections/write-correction.ts';
import { sendTest } from '../../src/editions/desk/edition/send-test.ts';
import { discard } from '../../src/editions/discard.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { holdBack } from '../../src/editions/hold.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { schedule, unschedule } from '../../src/editions/schedule.ts';
import { addHoliday, changeNewsletter } from '../../src/editions/set-newsletter.ts';
import { showBallotIn } from '../../src/editions/show-ballot.ts';
import { chooseSubject } from '../../src/editions/subjects/decide.ts';
import { undoSend } from '../../src/editions/undo.ts';
import { addNewsletter, setNewsletter } from '../../src/publication/newsletters.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { setSender } from '../../src/publication/senders.ts';
import { disable, enable, setRole } from '../../src/staff/change-staff.ts';
import { invite, takeBackInvitation } from '../../src/staff/invite.ts';
import { endKey } from '../../src/staff/keys/end-key.ts';
import { makeKey } from '../../src/staff/keys/make-key.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);

const address = 'anna@readers.example';
const grant = { address, tier: 'none', until: null, months: 1, note: '' };
const paid = { address, tier: 'none', amount: 1, currency: 'eur', months: 1, reference: 'r', date: null };
const file = { path: '/nonexistent', attestation: 'an export of today', tierMap: {}, onProgress: () => {} };
const soon = new Date(Date.now() + 3_600_000).toISOString();
const ballot = { title: 'T', question: 'Q', options: [{ text: 'a' }, { text: 'b' }], closesAt: soon };

const none = { editionId: 9 };
const holiday = { name: '', from: { month: 1, day: 1 }, to: { month: 1, day: 1 } } as never;
const source = { id: 9, url: 'https://a.example/rss' } as never;

type Verbs = Array<[string, Action, (actor: Actor) => unknown]>;

/** The same of what lets mail out, and of what says when, from whom and over what it goes. */
const sending: Verbs = [
  ['approve', 'editions.send', (actor) => approve(services, { ...none, actor })],
  ['schedule', 'editions.send', (actor) => schedule(services, { ...none, actor, sendAt: new Date(soon) })],
  ['unschedule', 'editions.send', (actor) => unschedule(services, { ...none, actor })],
  ['holdBack', 'editions.send', (actor) => holdBack(db, { ...none, actor })],
  ['undoSend', 'editions.send', (actor) => undoSend(services, { ...none, actor })],
  ['discard', 'editions.send', (actor) => discard(db, { ...none, actor })],
  ['launchEdition', 'editions.send', (actor) => launchEdition(services, { ...none, actor })],
  ['pauseSend', 'editions.send', (actor) => pauseSend(services, 9, actor)],
  ['resumeSend', 'editions.send', (actor) => resumeSend(services, 9, actor)],
  ['cancelSend', 'editions.send', (actor) => cancelSend(services, 9, actor)],
  ['resendUncertain', 'editions.send', (actor) => resendUncertain(services, 9, actor)],
  ['correct', 'editions.send', (actor) => correct(services, { ...none, actor })],
  ['sendCorrection', 'editions.send', (actor) => sendCorrection(services, actor, { correctionId: 9 })],
  ['chooseSubject', 'editions.send', (actor) => chooseSubject(services, { ...none, actor, winner: 0 })],
  [
    'writeCorrection',
    'editions.write',
    (actor) => writeCorrection(db, actor, { ...none, title: 'x', text: 'x' }),
  ],
  ['endCorrection', 'editions.write', (actor) => endCorrection(db, actor, 9)],
  ['assemble', 'editions.write', (actor) => assemble(services, { newsletterId: 9, cause: 'person', actor })],
  ['makeAlert', 'editions.write', (actor) => makeAlert(services, actor, {} as never)],
  ['editEdition', 'editions.write', (actor) => editEdition(db, actor, 9, {})],
  [
    'applyChanges',
    'editions.write',
    (actor) => applyChanges(services, actor, { ...none, changes: [], once: 'x' }),
  ],
  ['showBallotIn', 'editions.write', (actor) => showBallotIn(services, actor, { ...none, slug: 'x' })],
  [
    'sendTest',
    'editions.write',
    (actor) => sendTest(services, actor, { ...none, reader: '', to: [], once: 'x' }),
  ],
  ['addArticleByUrl', 'articles.write', (actor) => addArticleByUrl(services, actor, 'no address')],
  ['markLead', 'articles.write', (actor) => markLead(services, actor, 9, true)],
  ['addSource', 'settings.change', (actor) => addSource(db, actor, { url: 'no address' })],
  ['moveSource', 'settings.change', (actor) => moveSource(db, actor, source, 'https://a.example/rss')],
  ['setRules', 'settings.change', (actor) => setRules(db, actor, daily.id, { minArticles: 0 })],
  ['addNewsletter', 'settings.change', (actor) => addNewsletter(db, actor, { slug: 'X', name: '' })],
  ['setNewsletter', 'settings.change', (actor) => setNewsletter(db, actor, 'none', {})],
  [
    'changeNewsletter',
    'settings.change',
    (actor) => changeNewsletter(db, actor, daily.slug, { newsletter: {}, rules: {} }),
  ],
  ['addHoliday', 'settings.change', (actor) => addHoliday(db, actor, daily.id, holiday)],
  ['setPublication', 'settings.change', (actor) => setPublication(db, actor, { name: '' })],
  ['setSender', 'sender.change', (actor) => setSender(db, actor, 9, { name: '' } as never)],
  ['addRelay', 'sender.change', (actor) => addRelay(db, actor, { name: 'X', host: '', port: 0 })],
  ['setRelay', 'sender.change', (actor) => setRelay(db, actor, 'none', {})],
  ['startWarmUp', 'sender.change', (actor) => startWarmUp(db, actor, 'none', {})],
  ['endWarmUp', 'sender.change', (actor) => endWarmUp(db, actor, 'none')],
  ['clearDestination', 'sender.change', (actor) => clearDestination(db, actor, 'gmail', null)],
  ['undoReport', 'subscribers.change', (actor) => undoReport(db, actor, 9)],
  ['rereadReports', 'subscribers.change', (actor) => rereadReports(services, actor, 9)],
  ['invite', 'staff.change', (actor) => invite(services, actor, { role: 'editor', address: 'nobody' })],
  ['takeBackInvitation', 'staff.change', (actor) => takeBackInvitation(db, actor, 9)],
  ['setRole', 'staff.change', (actor) => setRole(db, actor, 9, 'editor')],
  ['disable', 'staff.change', (actor) => disable(db, actor, 9)],
  ['enable', 'staff.change', (actor) => enable(db, actor, 9)],
  ['makeKey', 'api-keys.change', (actor) => makeKey(services, actor, { name: '', scopes: [], days: 0 })],
  ['endKey', 'api-keys.change', (actor) => endKey(db, actor, 9)],
];

/** What changes something, by what it asks for; all of it is about things that are not there. */
const deciding: Verbs = [
  ['grantMembership', 'memberships.change', (actor) => grantMembership(services, { actor, ...grant })],
  ['recordTransfer', 'memberships.change', (actor) => recordTransfer(services, { actor, ...paid })],
  ['endMembership', 'memberships.change', (actor) => endMembership(services, actor, 9)],
  ['importMembers', 'memberships.change', (actor) => importMembers(services, { actor, ...file })],
  ['addTier', 'memberships.change', (actor) => addTier(db, actor, { slug: 'X', name: 'X', prices: [] })],
  ['setTier', 'memberships.change', (actor) => setTier(db, actor, 'none', {})],
  ['setSupport', 'memberships.change', (actor) => setSupport(db, actor, {})],
  [
    'matchDeclaration',
    'memberships.change',
    (actor) => matchDeclaration(services, actor, { declarationId: 9, about: 'gift', contractId: 9 }),
  ],
  [
    'refuseDeclaration',
    'memberships.change',
    (actor) => refuseDeclaration(services, actor, { declarationId: 9, reason: 'x' }),
  ],
  ['noteRefunded', 'memberships.change', (actor) => noteRefunded(db, actor, 9)],
  ['liftByStaff', 'subscribers.change', (actor) => liftByStaff(db, actor, Buffer.alloc(32))],
  ['addTopic', 'topics.decide', (actor) => addTopic(db, actor, { title: '', details: '' })],
  ['acceptTopic', 'topics.decide', (actor) => acceptTopic(db, actor, 9)],
  ['declineTopic', 'topics.decide', (actor) => declineTopic(db, actor, 9, 'x')],
  ['mergeTopic', 'topics.decide', (actor) => mergeTopic(db, actor, 9, 8)],
  ['addBallot', 'topics.decide', (actor) => addBallot(db, actor, 'X', ballot as never)],
  ['changeBallot', 'topics.decide', (actor) => changeBallot(db, actor, 'none', {})],
  ['openBallot', 'topics.decide', (actor) => openBallot(db, actor, 'none')],
  ['closeBallot', 'topics.decide', (actor) => closeBallot(services, actor, 'none')],
  ['voidBallot', 'topics.decide', (actor) => voidBallot(db, actor, 'none', 'x')],
  ['recountBallot', 'topics.decide', (actor) => recountBallot(services, actor, 'none')],
  [
    'makePromise',
    'topics.decide',
    (actor) => makePromise(db, actor, 'none', { reporter: 'x', dueOn: '2999-01-01' }),
  ],
  ['withdrawPromise', 'topics.decide', (actor) => withdrawPromise(db, actor, 'none', 'x')],
  ['keepPromise', 'topics.decide', (actor) => keepPromise(db, actor, 'none', 'https://a.example')],
];

const staff = (role: Role): Actor => ({
  kind: 'staff',
  name: '1',
  staff: { role, authenticatedAt: new Date() },
});

/** The code of what a verb throws, at once or later; null where it throws nothing. */
async function codeOf(act: () => unknown): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** Each role, a key, and whoever needs none: refused are those whom the table of permissions does not name. */
function asks(verbs: Verbs): void {
  for (const [name, action, verb] of verbs)
    it(`${name} asks for ${action}`, async () => {
      for (const role of roles) {
        const code = await codeOf(() => verb(staff(role)));
        assert.equal(code === 'forbidden', !can(role, action), `${role}: ${code}`);
      }
      const key: Actor = { kind: 'api-key', name: '1' };
      assert.equal(await codeOf(() => verb(key)), 'forbidden');
      for (const kind of ['system', 'rule', 'command-line'] as const)
        assert.notEqual(await codeOf(() => verb({ kind, name: 'x' })), 'forbidden');
    });
}

describe('what lets mail out, or says how it goes', () => {
  asks(sending);

  it('asks for a fresh sign-in where a stolen cookie would be enough', async () => {
    const stale = { role: 'owner' as const, authenticatedAt: new Date(Date.now() - 11 * 60_000) };
    const fresh = sending.filter(([, action]) => permissions[action].fresh);
    assert.ok(fresh.length >= 10);
    for (const [name, , verb] of fresh) {
      const code = await codeOf(() => verb({ kind: 'staff', name: '1', staff: stale }));
      assert.equal(code, 'sign_in_again', name);
    }
  });

  it('overrides no stop rule for who may not send', async () => {
    await addReaders(services, daily, 4);
    await setPublication(db, system, { stopLimits: { leastHandedOver: 1 } });
    const id = await launchTestSend(services, daily);
    await pauseSend(services, id, system);
    const told = await db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('editionId', '=', id)
      .execute();
    await db.updateTable('deliveries').set({ state: 'sent' }).where('editionId', '=', id).execute();
    for (const { subscriberId } of told)
      await db.insertInto('events').values({ kind: 'complained', subscriberId, editionId: id }).execute();
    await assert.rejects(resumeSend(services, id, system), /a stop rule keeps the send/);
    const override = { overrideStopRule: true };
    await assert.rejects(resumeSend(services, id, staff('reporter'), override), { code: 'forbidden' });
    await assert.rejects(resumeSend(services, id, system), /a stop rule keeps the send/);
    await resumeSend(services, id, staff('editor'), override);
  });
});

describe('what changes memberships and topics', () => {
  asks(deciding);

  it('leaves what it was and what it is in the log', async () => {
    const { id } = await addTopic(db, system, { title: 'Bridges', details: '' });
    await declineTopic(db, system, id, 'We have done it');
    const prices = [{ currency: 'eur', interval: 'month', amount: 500, minimum: null }] as const;
    await addTier(db, system, { slug: 'coffee', name: 'A coffee', prices: [...prices] });
    await setTier(db, system, 'coffee', { name: 'Two coffees' });
    const granted = { ...grant, actor: system, tier: 'coffee' };
    const { membership } = await grantMembership(services, granted);
    await endMembership(services, system, membership.id);
    const log = await db.selectFrom('auditLog').select(['action', 'before', 'after']).orderBy('id').execute();
    const of = (action: string) => log.findLast((row) => row.action === action);
    assert.deepEqual(of('topic.decline')?.before, { state: 'accepted', reason: '' });
    assert.deepEqual(of('topic.decline')?.after, { state: 'declined', reason: 'We have done it' });
    assert.deepEqual(of('tier.set')?.before, { name: 'A coffee' });
    assert.deepEqual(of('tier.set')?.after, { name: 'Two coffees' });
    assert.equal((of('membership.end')?.before as { state: string } | undefined)?.state, 'active');
    assert.equal((of('membership.end')?.after as { state: string } | undefined)?.state, 'ended');
    assert.doesNotMatch(JSON.stringify(log.filter(({ action }) => action.startsWith('membership.'))), /anna/);
  });
});
