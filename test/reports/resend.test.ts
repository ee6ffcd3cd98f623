import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Role } from '../../src/access/permissions.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { type Received, startRelay } from '../support/relay.ts';
import { addressesIn, sendDigest } from '../support/reported.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
await addReaders(services, await openNewsroom(services), 5);
const web = await startWeb(services);
const relay = await startRelay();
const messageIdOf = ({ raw }: Received) => /^Message-ID: (.+)$/im.exec(raw.toString())?.[1] ?? '';

describe('an edition of whose readers some are in doubt', () => {
  const doubtful = ['reader2@readers.example', 'reader4@readers.example'];
  let id = 0;
  let at = '';
  const cookies = new Map<Role, string>();
  const headersOf = (role: Role) => ({ cookie: cookies.get(role) ?? '' });
  const look = async (path: string, role: Role = 'editor') =>
    (await web.get(`${at}${path}`, headersOf(role))).body;
  const press = (expected: number, role: Role = 'editor') =>
    web.post(`${at}/resend`, { expected: String(expected) }, headersOf(role));
  before(async () => {
    for (const role of ['editor', 'reporter'] as const)
      cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
    id = await sendDigest(services, relay, 'The bridge opens');
    at = `/desk/editions/${id}`;
  });

  it('offers nothing where everybody is known to have it', async () => {
    assert.ok(!(await look('/people?what=uncertain')).includes('resend'));
    assert.match(await look('/resend'), /there is nobody to send it to again/);
  });

  it('leads from the people in doubt to a question that says how many, and what it may do', async () => {
    await sql`update deliveries set state = 'uncertain', reason = 'the worker ended' where address = any (${doubtful})`.execute(
      db,
    );
    assert.match(await look('/people?what=uncertain'), new RegExp(`href="${at}/resend"`));
    const page = await look('/resend');
    assert.match(page, /Of 2 it is not known whether they have it/);
    assert.match(page, /some will have it twice/);
    assert.equal((await web.get(`${at}/resend`, headersOf('reporter'))).status, 403);
    assert.equal((await press(2, 'reporter')).status, 403);
  });

  it('does not send to more than were shown', async () => {
    const answer = await press(1);
    assert.equal(answer.status, 409);
    assert.match(answer.body, /2 are uncertain by now, not 1/);
    assert.deepEqual(await addressesIn(services, id, 'uncertain'), doubtful);
    assert.equal((await press(Number.NaN)).status, 409);
  });

  it('sends to these once more and to nobody else, with the same Message-ID', async () => {
    const earlier = relay.received.length;
    const answer = await press(2);
    assert.equal(answer.headers.get('location'), `${at}/sending?done=resend`);
    assert.match(await look('/sending?done=resend'), /It goes once more to those/);
    await deliverAll(services, relay.url, id);
    const again = relay.received.slice(earlier);
    assert.deepEqual(again.map(({ to }) => to).toSorted(), doubtful);
    for (const mail of again)
      assert.equal(relay.received.filter((one) => messageIdOf(one) === messageIdOf(mail)).length, 2);
    assert.deepEqual(await addressesIn(services, id, 'uncertain'), []);
    assert.match(await look('/resend'), /there is nobody to send it to again/);
  });
});
