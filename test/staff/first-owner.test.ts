import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstOwnerUrl } from '../../src/staff/first-owner.ts';
import { commandFor } from '../support/command.ts';
import { cookiesOf, tokenOf } from '../support/desk.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const web = await startWeb(services);

describe('the first owner', () => {
  let link = '';

  it('comes in by a link that is made anew with each start, the one before being worth nothing', async () => {
    const before = await firstOwnerUrl(services);
    link = (await firstOwnerUrl(services)) ?? '';
    assert.notEqual(before, null);
    assert.equal((await web.get(new URL(before ?? '').pathname)).status, 410);
    assert.equal((await web.get(new URL(link).pathname)).status, 200);
  });

  it('takes a place by a POST only: looking at the link changes nothing', async () => {
    const path = new URL(link).pathname;
    for (let index = 0; index < 3; index += 1) assert.equal((await web.get(path)).status, 200);
    await fetch(web.origin + path, { method: 'HEAD' });
    assert.match((await web.get(path)).body, /name="address"/);
    const staff = await services.db.selectFrom('staff').selectAll().execute();
    assert.deepEqual(staff, []);
  });

  it('is told what is wrong with a name or an address, and the link is not used up by that', async () => {
    const path = new URL(link).pathname;
    const nameless = await web.post(path, { name: ' ', address: 'olena@courier.example', language: 'en' });
    assert.equal(nameless.status, 400);
    assert.match(nameless.body, /id="name-error"/);
    const wrong = await web.post(path, { name: 'Olena', address: 'olena@courier', language: 'en' });
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /id="address-error"/);
  });

  it('is let in once by it, though it is pressed by many at the same time', async () => {
    const path = new URL(link).pathname;
    const all = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        web.post(path, { name: 'Olena', address: `olena${number}@courier.example`, language: 'uk' }),
      ),
    );
    assert.deepEqual(
      all.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 410, 410, 410],
    );
    const cookie = cookiesOf(all.find(({ status }) => status === 303) ?? assert.fail());
    const desk = await web.get('/desk', { cookie });
    assert.equal(desk.status, 200);
    assert.match(desk.body, /lang="uk"/);
    assert.match(desk.body, /Власник/);
    assert.equal(await firstOwnerUrl(services), null);
  });

  it('of production is invited by the command line, which prints the link and nothing of it to the log', async () => {
    const broadsheet = commandFor(services, { LOG_LEVEL: 'trace' });
    const invited = await broadsheet('staff', 'invite', '--role', 'owner', '--json');
    assert.equal(invited.code, 0, invited.stderr);
    const { url, role, address } = JSON.parse(invited.stdout) as Record<string, string>;
    assert.equal(role, 'owner');
    assert.equal(address, null);
    assert.ok(!invited.stderr.includes(tokenOf(url ?? '')));
    assert.equal((await web.get(new URL(url ?? '').pathname)).status, 200);
    const owner = await services.db.selectFrom('staff').select('address').executeTakeFirstOrThrow();
    const last = await broadsheet('staff', 'disable', owner.address, '--json');
    assert.equal(last.code, 1);
    assert.match(last.stdout, /last owner/);
    const again = await broadsheet('staff', 'sign-in-link', owner.address);
    const signIn = await web.post(new URL(again.stdout.trim()).pathname);
    assert.equal(signIn.headers.get('location'), '/desk');
  });
});
