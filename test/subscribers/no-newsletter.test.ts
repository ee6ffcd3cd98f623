import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { createTestServices } from '../support/services.ts';
import { signUp } from '../support/sign-up.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
await setPublication(services.db, system, { name: 'The Courier' });
const web = await startWeb(services);
const told = { en: 'No newsletter yet', uk: 'Розсилок ще немає', de: 'Noch kein Newsletter' };

describe('before the first newsletter is there', () => {
  for (const [language, words] of Object.entries(told)) {
    it(`the pages say so instead of showing a form that could never be sent, in ${language}`, async () => {
      for (const path of ['/', '/subscribe', '/embed']) {
        const { status, body } = await web.get(path, { 'accept-language': language });
        assert.equal(status, 200);
        assert.ok(body.includes(words), path);
        assert.doesNotMatch(body, /<fieldset|<form|&lt;form/);
      }
    });
  }

  it('a form from elsewhere is told the same', async () => {
    for (const time of [{ time: '' }, {}]) {
      const { body } = await signUp(services, web, 'early@readers.example', time);
      assert.ok(body.includes(told.en));
    }
  });
});
