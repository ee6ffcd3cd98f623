import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../src/access/actor.ts';
import { system } from '../../src/access/actor.ts';
import { type Action, can, type Role, roles } from '../../src/access/permissions.ts';
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
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);

const address = 'anna@readers.example';
const grant = { address, tier: 'none', until: null, months: 1, note: '' };
const paid = { address, tier: 'none', amount: 1, currency: 'eur', months: 1, reference: 'r', date: null };
const file = { path: '/nonexistent', attestation: 'an export of today', tierMap: {}, onProgress: () => {} };
const soon = new Date(Date.now() + 3_600_000).toISOString();
const ballot = { title: 'T', question: 'Q', options: [{ text: 'a' }, { text: 'b' }], closesAt: soon };

/** What changes something, by what it asks for; all of it is about things that are not there. */
const verbs: Array<[string, Action, (actor: Actor) => unknown]> = [
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

describe('what changes memberships and topics', () => {
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
