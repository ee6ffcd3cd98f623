import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { assemble } from '../../../src/editions/assemble.ts';
import { noteMissed } from '../../../src/editions/missed.ts';
import { dueAssemblies } from '../../../src/editions/plans.ts';
import { type RulesChange, setRules } from '../../../src/editions/rules.ts';
import { changeNewsletter } from '../../../src/editions/set-newsletter.ts';
import type { NewsletterChanges } from '../../../src/publication/newsletters.ts';
import { openNewsroom } from '../../support/cast.ts';
import { sinceEver } from '../../support/rhythm.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);

// In Kyiv 06:00 is 04:00 in UTC; the worker stops before it, and comes back after the change.
const day = '2026-11-25';
const at = (time: string): Date => new Date(`${day}T${time}:00Z`);
const christmas = { name: 'Christmas', from: '2026-12-24', to: '2026-12-26', yearly: true };

interface Change {
  at: string;
  rules?: RulesChange;
  newsletter?: NewsletterChanges;
}

/** What a sweep does with assemblies, by two workers at once. */
async function sweep(now: Date): Promise<void> {
  const one = async (): Promise<void> => {
    for (const newsletterId of await dueAssemblies(db, now))
      await assemble(services, { newsletterId, cause: 'schedule', actor: system }, now);
    await noteMissed(services, now);
  };
  await Promise.all([one(), one()]);
}

/** Changes the newsletter while nothing runs, and gives the runs that there are after the sweeps. */
async function runsAfter(changes: Change[], sweeps: string[]): Promise<string[]> {
  await db.deleteFrom('assemblies').execute();
  await db.deleteFrom('assemblyRules').execute();
  await db.updateTable('newsletters').set({ timeZone: 'Europe/Kyiv' }).execute();
  await setRules(db, system, daily.id, { enabled: true, assembleAt: '06:00', lateMinutes: 180 });
  await sinceEver(db);
  await db
    .updateTable('assemblyRules')
    .set({ rhythmSince: at('00:00') })
    .execute();
  for (const { at: time, rules = {}, newsletter = {} } of changes)
    await changeNewsletter(db, system, 'daily', { rules, newsletter }, at(time));
  for (const time of sweeps) await sweep(at(time));
  const rows = await db
    .selectFrom('assemblies')
    .select(['localDate', 'at', 'missed'])
    .orderBy('localDate')
    .execute();
  return rows.map(
    ({ localDate, at: when, missed }) =>
      `${localDate} ${when.toISOString().slice(11, 16)}${missed ? ' missed' : ''}`,
  );
}

describe('an edition that is due while nothing runs, and whose newsletter is changed then', () => {
  for (const [what, change] of [
    ['holidays that are far off', { rules: { holidays: [christmas] } }],
    ['other weekdays', { rules: { weekdays: [1, 2, 3, 4, 5] } }],
    ['an earlier time', { rules: { assembleAt: '05:00' } }],
    ['a zone in which it is later', { newsletter: { timeZone: 'Asia/Kathmandu' } }],
  ] as const)
    it(`is made late, once, after a change to ${what}`, async () => {
      const made = await runsAfter([{ at: '05:00', ...(change as object) }], ['05:10', '05:11', '07:30']);
      assert.deepEqual(made, [`${day} 05:10`]);
    });

  it('is not lost by one change after the other', async () => {
    const made = await runsAfter(
      [
        { at: '04:30', rules: { holidays: [christmas] } },
        { at: '04:40', newsletter: { timeZone: 'Asia/Kathmandu' } },
        { at: '04:50', rules: { assembleAt: '05:00' } },
      ],
      ['05:10', '05:11'],
    );
    assert.deepEqual(made, [`${day} 05:10`]);
  });

  it('is made at its new time, once, where that is still to come', async () => {
    const change = { at: '05:00', rules: { assembleAt: '08:30' } };
    assert.deepEqual(await runsAfter([change], ['05:10', '06:35', '06:36']), [`${day} 06:35`]);
  });

  it('is told as missed where its day is a holiday now, or the newsletter makes none any more', async () => {
    const holiday = { name: 'Today', from: day, to: day, yearly: false };
    for (const rules of [{ holidays: [holiday] }, { enabled: false }, { weekdays: [1] }])
      assert.deepEqual(await runsAfter([{ at: '05:00', rules }], ['05:10']), [`${day} 05:00 missed`]);
  });

  it('is told as missed where it is too late for it, at the change or by the time that a worker is back', async () => {
    const change = { rules: { holidays: [christmas] } };
    assert.deepEqual(await runsAfter([{ at: '08:00', ...change }], ['08:10']), [`${day} 08:00 missed`]);
    assert.deepEqual(await runsAfter([{ at: '05:00', ...change }], ['08:10']), [`${day} 08:10 missed`]);
  });

  it('is not made again where it was made before the change', async () => {
    await runsAfter([], ['04:10']);
    await changeNewsletter(
      db,
      system,
      'daily',
      { rules: { assembleAt: '09:00' }, newsletter: { timeZone: 'UTC' } },
      at('05:00'),
    );
    await sweep(at('09:10'));
    const rows = await db.selectFrom('assemblies').select('localDate').execute();
    assert.equal(rows.length, 1);
  });
});
