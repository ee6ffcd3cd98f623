import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addNewsletter, setNewsletter } from '../../src/publication/newsletters.ts';
import { requirePublication, setPublication } from '../../src/publication/publication.ts';
import { senderFor, setSender } from '../../src/publication/senders.ts';
import { openNewsroom } from '../support/cast.ts';
import { commandFor } from '../support/command.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);
const broadsheet = commandFor(services);
const sender = { fromAddress: 'desk@courier.example', replyTo: null };

describe('names that readers see', () => {
  it('keep no character that hides or turns text around, and are in their usual form', async () => {
    const hostile = '  The \u202EreiruoC\u202C \u200BCafe\u0301\u0000\r\nNews ';
    const clean = 'The reiruoC Café News';
    await setPublication(db, system, { name: hostile, tagline: hostile });
    const { name, tagline } = await requirePublication(db);
    assert.deepEqual([name, tagline], [clean, clean]);
    await setSender(db, system, null, { ...sender, fromName: hostile });
    assert.equal((await senderFor(db, null)).fromName, clean);
    const added = await addNewsletter(db, system, { slug: 'odd', name: hostile, description: hostile });
    assert.deepEqual([added.name, added.description], [clean, clean]);
  });

  it('are refused where nothing is left of them, or too much', async () => {
    await assert.rejects(setPublication(db, system, { name: '\u202E \u200B' }), /name: .* is empty/);
    const long = 'x'.repeat(121);
    await assert.rejects(setPublication(db, system, { name: long }), /is longer than 120 characters/);
    await setPublication(db, system, { tagline: '' });
    assert.equal((await requirePublication(db)).tagline, '');
  });
});

describe('a name that could pass for another', () => {
  const warningsOf = async (...args: string[]): Promise<string[]> => {
    const { stdout, stderr } = await broadsheet('senders', 'set', ...args, '--json');
    assert.equal(stderr, '');
    return (JSON.parse(stdout) as { warnings: string[] }).warnings;
  };

  it('is warned of when a sender is set, and saved all the same', async () => {
    await setPublication(db, system, { name: 'The Courier' });
    assert.deepEqual(await warningsOf('--from', 'The Courier <desk@courier.example>'), []);
    const warnings = await warningsOf('--from', 'The C\u043Eurier <desk@courier.example>');
    assert.deepEqual(warnings, [
      'the sender "The C\u043Eurier": "C\u043Eurier" mixes Latin with Cyrillic \u043E (U+043E)',
    ]);
    assert.equal((await senderFor(db, null)).fromName, 'The C\u043Eurier');
    const { stdout } = await broadsheet(
      'senders',
      'set',
      '--from',
      'The C\u043Eurier <desk@courier.example>',
    );
    assert.match(stdout, /^! the sender .*U\+043E/m);
  });

  it('is warned of by the doctor: sender, publication and newsletters, and nothing fails over it', async () => {
    await setPublication(db, system, { name: 'Th\u0435 Courier' });
    await setNewsletter(db, system, 'daily', { name: 'D\u0430ily' });
    const { stdout, stderr } = await broadsheet('doctor');
    const line = `${stdout}${stderr}`.split('\n').find((text) => text.includes(' names: ')) ?? '';
    assert.match(line, /^! names: /);
    for (const thing of ['sender', 'publication', 'newsletter'])
      assert.match(line, new RegExp(`the ${thing} "`));
  });
});
