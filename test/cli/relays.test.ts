import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { addRelay, type RelayStatus } from '../../src/delivery/relays/settings.ts';
import { system } from '../../src/access/actor.ts';
import { commandFor } from '../support/command.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const broadsheet = commandFor(services, { RELAY_SES_EU_PASSWORD: 'secret' });

async function done<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await broadsheet(...args, '--json');
  assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

describe('relays', () => {
  it('are added, changed and listed, and each change is written down', async () => {
    const none = await broadsheet('relays', 'list');
    assert.match(none.stdout, /no relays; mail goes to the one of SMTP_URL/);
    const options = ['--host', 'smtp.example', '--port', '587', '--username', 'desk', '--weight', '3'];
    const added = await done<RelayStatus>('relays', 'add', 'ses-eu', ...options, '--per-second', '14');
    assert.deepEqual(
      [added.name, added.security, added.weight, added.connections, added.state, added.missing],
      ['ses-eu', 'starttls', 3, 5, 'ready', null],
    );
    assert.deepEqual(added.limits, { perSecond: 14, perHour: null, perDay: null });
    await services.db
      .updateTable('relays')
      .set({ restingUntil: new Date(Date.now() + 60_000), failures: 3, lastError: 'connection refused' })
      .execute();
    const [resting] = await done<RelayStatus[]>('relays', 'list');
    assert.deepEqual(
      [resting?.state, resting?.failures, resting?.lastError],
      ['resting', 3, 'connection refused'],
    );
    const changes = ['--per-second', 'none', '--per-day', '50000', '--security', 'tls', '--enabled', 'off'];
    const changed = await done<RelayStatus>('relays', 'set', 'ses-eu', ...changes);
    assert.deepEqual(changed.limits, { perSecond: null, perHour: null, perDay: 50_000 });
    assert.deepEqual([changed.state, changed.failures, changed.security], ['off', 0, 'tls']);
    const log = await services.db
      .selectFrom('auditLog')
      .select(['action', 'subject'])
      .orderBy('id')
      .execute();
    assert.deepEqual(log, [
      { action: 'relay.add', subject: 'relay:ses-eu' },
      { action: 'relay.set', subject: 'relay:ses-eu' },
    ]);
  });

  it('say which password is missing, and never hold one', async () => {
    const args = ['relays', 'add', 'own', '--host', '10.0.0.5', '--port', '25', '--username', 'desk'];
    const { stdout } = await broadsheet(...args);
    assert.match(stdout, /Set RELAY_OWN_PASSWORD, or RELAY_OWN_PASSWORD_FILE/);
    const all = await broadsheet('relays', 'list', '--json');
    assert.ok(!all.stdout.includes('secret'));
  });

  it('warm up by a plan that is shown day by day, and ended', async () => {
    await addRelay(services.db, system, { name: 'new', host: 'smtp.example', port: 587, perDay: 20_000 });
    const { warmUp } = await done<RelayStatus>('relays', 'warm-up', 'new', '--start', '500', '--days', '30');
    assert.deepEqual([warmUp?.day, warmUp?.days, warmUp?.today], [1, 30, 500]);
    await sql`update relays set warm_up_from = now() - interval '3 days' where name = 'new'`.execute(
      services.db,
    );
    assert.match((await broadsheet('relays', 'list')).stdout, /0 of 732 +day 4 of 30/);
    const ended = await broadsheet('relays', 'warm-up', 'new', '--end', '--days', '3');
    assert.match(ended.stderr, /--end ends the plan/);
    assert.equal((await done<RelayStatus>('relays', 'warm-up', 'new', '--end')).warmUp, null);
  });

  it('with what cannot be are refused, each wrong value named', async () => {
    for (const [args, code, said] of [
      [['add', 'Main One', '--host', 'smtp.example', '--port', '25'], 1, /short name/],
      [['add', 'main', '--host', 'smtp example', '--port', '70000'], 1, /host.*port/s],
      [['add', 'main', '--host', 'smtp.example'], 2, /--port/],
      [['add', 'own', '--host', 'smtp.example', '--port', '25'], 1, /already a relay "own"/],
      [['set', 'own', '--security', 'ssl'], 1, /security/],
      [['set', 'own', '--per-hour', '0'], 2, /whole number/],
      [['set', 'nobody', '--weight', '2'], 1, /no relay "nobody"/],
    ] as Array<[string[], number, RegExp]>) {
      const ended = await broadsheet('relays', ...args);
      assert.equal(ended.code, code, args.join(' '));
      assert.match(ended.stderr, said);
    }
  });
});
