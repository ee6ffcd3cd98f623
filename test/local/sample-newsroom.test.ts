import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { makeSampleNewsroom } from '../../src/local/sample-newsroom.ts';
import type { Steps } from '../../src/local/steps.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const site = {
  origin: 'http://127.0.0.1:1',
  feedUrl: 'http://127.0.0.1:1/feed.xml',
  stop: () => Promise.resolve(),
};

/** Takes the newsroom up, and gives what is said. */
async function takeUp(): Promise<string[]> {
  const said: string[] = [];
  const steps: Steps = {
    step: async (_label, run) => run(),
    say: (line) => void said.push(line),
    hush: () => {},
  };
  await makeSampleNewsroom(services, site, steps);
  return said;
}

describe('the sample newsroom', () => {
  it('is told to be half made where the first start was interrupted', async () => {
    await setPublication(services.db, system, { name: 'The Dnipro Courier', isSample: true });
    assert.match(
      (await takeUp()).join(),
      /was interrupted; make the sample newsroom anew: npm start -- --fresh/,
    );
  });

  it('is left alone where it is somebody’s own', async () => {
    await setPublication(services.db, system, { isSample: false });
    assert.deepEqual(await takeUp(), []);
  });
});
