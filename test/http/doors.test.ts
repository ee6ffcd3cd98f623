import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { signUp } from '../support/sign-up.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const newsletter = await openNewsroom(services);
const web = await startWeb(services);

describe('an address that nobody was given', () => {
  const paths = [
    '/editions/%00',
    '/editions/x%00y',
    '/archive?newsletter=%00',
    '/archive?newsletter=daily%00',
    '/confirm/%00',
    '/unsubscribe/%00',
    '/preferences/%00',
    '/account/sign-in/%00',
    '/c/%00',
    '/i/%00',
    '/gallery/%00',
    '/assets/%00',
    '/%00',
    '/?saved=%00',
  ];
  for (const path of paths)
    it(`is not found: ${path}`, async () => assert.equal((await web.get(path)).status, 404));

  it('is not found where it is posted to either', async () => {
    for (const path of ['/confirm/%00', '/unsubscribe/%00', '/resubscribe/%00', '/account/sign-in/%00'])
      assert.equal((await web.post(path)).status, 404, path);
  });

  it('is refused where its percent signs say nothing', async () => {
    assert.equal((await web.get('/editions/%E0%A4%A')).status, 400);
  });
});

describe('the archive', () => {
  for (const query of [
    'before=1.5',
    'before=1e400',
    'before=-1',
    'before=9007199254740993',
    'before=x',
    'before=1&before=2',
    'newsletter=UPPER',
    'newsletter=a&newsletter=b',
    `newsletter=${'x'.repeat(5_000)}`,
    'newsletter=%F0%9F%98%80',
  ])
    it(`takes no notice of ${query.slice(0, 40)}`, async () =>
      assert.equal((await web.get(`/archive?${query}`)).status, 200));
});

describe('the time of an answer', () => {
  const known = 'anna@readers.example';
  const addition = { actor: system, newsletterIds: [newsletter.id], attestation: 'a test' };
  let machine = 0;
  const nextMachine = (): Record<string, string> => {
    machine += 1;
    return { 'x-forwarded-for': `203.${machine % 200}.0.1` };
  };
  const posts: Record<string, (address: string) => Promise<unknown>> = {
    '/subscribe': (address) => signUp(services, web, address, {}, nextMachine()),
    '/account': (address) => web.post('/account', { address }, nextMachine()),
  };

  async function medianOf(post: () => Promise<unknown>): Promise<number> {
    const times: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const start = performance.now();
      await post();
      times.push(performance.now() - start);
    }
    return times.toSorted((one, other) => one - other)[4] ?? 0;
  }

  for (const [path, post] of Object.entries(posts)) {
    it(`tells nobody at ${path} whether an address is known`, async () => {
      await addSubscriber(services, { ...addition, address: known, source: 'sample' });
      let stranger = 0;
      const ofKnown = await medianOf(() => post(known));
      const ofUnknown = await medianOf(() => post(`stranger${(stranger += 1)}@readers.example`));
      assert.ok(Math.min(ofKnown, ofUnknown) >= 245, `${ofKnown} ${ofUnknown}`);
      assert.ok(Math.abs(ofKnown - ofUnknown) < 60, `${ofKnown} and ${ofUnknown} ms`);
    });
  }
});

describe('the form to sign in', () => {
  it('is closed for a while to a network that sends too many, machine by machine', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 45 }, async (_, index) => {
        const headers = { 'x-forwarded-for': `198.51.100.${index}` };
        return (await web.post('/account', { address: `x${index}@readers.example` }, headers)).status;
      }),
    );
    assert.equal(statuses.filter((status) => status === 429).length, 5);
  });
});
