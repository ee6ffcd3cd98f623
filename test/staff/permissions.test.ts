import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { demand } from '../../src/access/demand.ts';
import { type Action, can, permissions, type Role, roles } from '../../src/access/permissions.ts';
import { createApp } from '../../src/app.ts';
import { type Scope, scopes } from '../../src/access/api.ts';
import { setSender } from '../../src/publication/senders.ts';
import { changeSender } from '../../src/staff/sender/change-sender.ts';
import { makeKey } from '../../src/staff/keys/make-key.ts';
import { system } from '../../src/access/actor.ts';
import { isMailedCode, signInCode } from '../../src/staff/sign-in.ts';
import { staffActor } from '../../src/staff/staff.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
await openNewsroom(services);
const web = await startWeb(services);

// What stands in front of the gate: how one comes in.
const open = new Set([
  '/desk/join/:token',
  '/desk/sign-in',
  '/desk/sign-in/:token',
  '/desk/sign-in/code',
  '/desk/sign-in/passkey',
  '/desk/sign-in/passkey/options',
  '/desk/sign-in/second-factor',
]);

interface Layer {
  route?: {
    path: string;
    methods: Record<string, boolean>;
    stack: Array<{ handle: { action?: Action; scope?: Scope } }>;
  };
  handle: { stack?: Layer[] };
}

interface DeskRoute {
  method: string;
  path: string;
  action: Action | null;
}

/** Every route of the application below a path, with what its guard asks for. */
function routesBelow(root: string, layers: Layer[]): Array<DeskRoute & { scope: Scope | null }> {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return routesBelow(root, handle.stack ?? []);
    if (route.path !== root && !route.path.startsWith(`${root}/`)) return [];
    const guards = route.stack.map((one) => one.handle);
    const action = guards.map((guard) => guard.action).find((one) => one !== undefined) ?? null;
    const scope = guards.map((guard) => guard.scope).find((one) => one !== undefined) ?? null;
    return Object.keys(route.methods).map((method) => ({ method, path: route.path, action, scope }));
  });
}

const { stack } = (createApp(services) as unknown as { router: { stack: Layer[] } }).router;
const routes = routesBelow('/desk', stack);
const guarded = routes.filter(({ path }) => !open.has(path));

const ask = ({ method, path }: DeskRoute, headers: Record<string, string>) => {
  const address = path.replaceAll(/:[a-z]+/gi, '0');
  return method === 'get' ? web.get(address, headers) : web.post(address, {}, headers);
};
const isToSignIn = (location: string | null): boolean => /^\/desk\/sign-in(\?|$)/.test(location ?? '');

let machine = 0;
async function cookieOf(role: Role): Promise<string> {
  machine += 1;
  const from = { 'x-forwarded-for': `10.${machine >> 8}.${machine & 255}.1` };
  return signInAtDesk(services, web, await addStaff(services, role, `${role}${machine}`), from);
}

describe('the table of permissions', () => {
  it('says what each role may do', () => {
    const of = (role: Role): Action[] =>
      (Object.keys(permissions) as Action[]).filter((action) => can(role, action));
    const everybody = ['desk.see', 'editions.see', 'articles.see', 'topics.see', 'reports.see'];
    const own = ['account.own', 'account.secure'];
    const writes = ['editions.write', 'articles.write'];
    const decides = ['editions.send', 'topics.decide', 'subscribers.see', 'subscribers.change'];
    const sees = ['memberships.see', 'settings.see', 'staff.see'];
    assert.deepEqual(of('analyst').toSorted(), [...everybody, ...own].toSorted());
    assert.deepEqual(of('reporter').toSorted(), [...everybody, ...own, ...writes].toSorted());
    const editor = [...everybody, ...own, ...writes, ...decides, ...sees];
    assert.deepEqual(of('editor').toSorted(), editor.toSorted());
    assert.deepEqual(of('owner'), Object.keys(permissions));
  });

  it('wants a fresh sign-in for exports, the sender, keys, and all that would lead around it', () => {
    const fresh = Object.entries(permissions).filter(([, { fresh: isFresh }]) => isFresh);
    assert.deepEqual(
      fresh.map(([action]) => action),
      ['subscribers.export', 'sender.change', 'api-keys.change', 'staff.change', 'account.secure'],
    );
  });

  it('is asked by verbs: the machine and its command line may all, readers nothing', () => {
    for (const kind of ['system', 'rule', 'command-line'] as const)
      demand({ kind, name: 'x' }, 'api-keys.change');
    for (const kind of ['subscriber', 'staff'] as const)
      assert.throws(() => demand({ kind, name: '1' }, 'desk.see'), { code: 'forbidden' });
  });
});

describe('every route of the desk', () => {
  it('has an address of its own', () => {
    const names = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:[a-z]+/gi, ':')}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('is known to be open, or says what it takes', () => {
    assert.ok(routes.length > 60, `${routes.length} were found`);
    assert.deepEqual(
      guarded.filter(({ action }) => action === null),
      [],
    );
  });

  it('has its address to itself', () => {
    const names = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:[a-z]+/gi, ':')}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('leads nobody to the page to sign in, and tells a program that nobody is signed in', async () => {
    for (const route of guarded) {
      const answer = await ask(route, {});
      assert.equal(answer.status, 303, `${route.method} ${route.path}`);
      assert.ok(isToSignIn(answer.headers.get('location')), `${route.method} ${route.path}`);
    }
    const [first] = guarded;
    assert.equal((await ask(first ?? assert.fail(), { accept: 'application/json' })).status, 401);
  });

  for (const role of roles)
    it(`lets in ${role} by the table, and by it alone`, async () => {
      let cookie = await cookieOf(role);
      for (const route of guarded) {
        const { status, headers } = await ask(route, { cookie });
        const name = `${route.method} ${route.path} (${route.action}) as ${role}: ${status}`;
        if (can(role, route.action ?? 'desk.see')) {
          assert.ok(status < 500 && status !== 403 && status !== 401, name);
          if (route.path !== '/desk/sign-out') assert.ok(!isToSignIn(headers.get('location')), name);
        } else assert.equal(status, 403, name);
        if (route.path === '/desk/sign-out') cookie = await cookieOf(role);
      }
    });

  it('that a stolen cookie must not use asks who sits there, of a program with a plain no', async () => {
    const cookie = await cookieOf('owner');
    await db
      .updateTable('staffSessions')
      .set({ authenticatedAt: new Date(Date.now() - 10 * 60_000 - 1_000) })
      .execute();
    const fresh = guarded.filter(({ action }) => action !== null && permissions[action].fresh);
    assert.ok(fresh.length >= 12, `${fresh.length} were found`);
    for (const route of fresh) {
      const { status, headers } = await ask(route, { cookie });
      assert.equal(status, 303, `${route.method} ${route.path}`);
      assert.match(headers.get('location') ?? '', /^\/desk\/sign-in-again\?next=%2Fdesk/);
      const plain = await ask(route, { cookie, accept: 'application/json' });
      assert.equal(plain.status, 403);
      assert.match(plain.body, /sign_in_again/);
    }
  });
});

describe('every route of the API', () => {
  const api = routesBelow('/api', stack);
  const call = ({ method, path }: DeskRoute, headers: Record<string, string>) => {
    const address = path.replaceAll(/:[a-z]+/gi, '0');
    return method === 'get' ? web.get(address, headers) : web.post(address, {}, headers);
  };

  it('says which scope it takes', () => {
    assert.ok(api.length >= 3, `${api.length} were found`);
    assert.deepEqual(
      api.filter(({ scope }) => scope === null),
      [],
    );
  });

  it('opens to a key of its scope alone, and to no cookie', async () => {
    const cookie = await cookieOf('owner');
    for (const scope of scopes) {
      const { key } = await makeKey(services, system, { name: scope, scopes: [scope], days: 1 });
      for (const route of api) {
        const name = `${route.method} ${route.path} by ${scope}`;
        const { status, body } = await call(route, { authorization: `Bearer ${key}` });
        if (route.scope === scope) assert.ok(![401, 403].includes(status) && status < 500, name);
        else assert.deepEqual([status, JSON.parse(body).error.code], [403, 'out_of_scope'], name);
      }
    }
    for (const route of api) assert.equal((await call(route, { cookie })).status, 401);
    await db.deleteFrom('apiKeys').execute();
  });
});

describe('a stolen session', () => {
  const stale = new Date(Date.now() - 11 * 60_000);
  const thief = { ...staffActor(1), staff: { role: 'owner' as const, authenticatedAt: stale } };
  const folder = temporaryFolder('export');
  after(async () => (await folder).remove());

  it('exports nobody, not even through the verb itself', async () => {
    const path = `${(await folder).path}/readers.csv`;
    await assert.rejects(exportSubscribers(db, thief, path), { code: 'sign_in_again' });
    const owner = { ...thief, staff: { ...thief.staff, authenticatedAt: new Date() } };
    assert.equal(await exportSubscribers(db, owner, path), 0);
    const editor = { ...owner, staff: { ...owner.staff, role: 'editor' as const } };
    await assert.rejects(exportSubscribers(db, editor, path), { code: 'forbidden' });
  });

  it('gets nothing over HTTP either: no export, no other sender, no key, and none of their pages', async () => {
    const cookie = await cookieOf('owner');
    await db.updateTable('staffSessions').set({ authenticatedAt: stale }).execute();
    const sender = { name: 'X', address: 'x@evil.example', replyTo: '', seen: '' };
    const key = { name: 'mine', scope: [...scopes], days: 'never' };
    const tries = [
      ...['/desk/readers/export', '/desk/sender/default', '/desk/keys/new'].map((path) =>
        web.get(path, { cookie }),
      ),
      web.post('/desk/readers/export', { column: ['address'], newsletter: '' }, { cookie }),
      web.post('/desk/readers/1/data', {}, { cookie }),
      web.post('/desk/sender/default', sender, { cookie }),
      web.post('/desk/sender/default/review', sender, { cookie }),
      web.post('/desk/keys', key, { cookie }),
    ];
    for (const { status, headers, body } of await Promise.all(tries)) {
      assert.equal(status, 303);
      assert.match(headers.get('location') ?? '', /^\/desk\/sign-in-again\?next=%2Fdesk/);
      assert.doesNotMatch(body, /@|bsk_/);
    }
    assert.equal(await db.selectFrom('apiKeys').select('id').executeTakeFirst(), undefined);
    const kept = await db.selectFrom('senders').select('fromAddress').executeTakeFirstOrThrow();
    assert.equal(kept.fromAddress, 'desk@courier.example');
    const exported = db.selectFrom('auditLog').select('id').where('action', '=', 'subscriber.export');
    const before = await exported.execute();
    assert.equal((await web.get('/desk/readers', { cookie })).status, 200);
    assert.equal((await exported.execute()).length, before.length);
  });

  it('changes no sender and makes no key', async () => {
    const sender = { fromName: 'X', fromAddress: 'x@evil.example', replyTo: null };
    await assert.rejects(setSender(db, thief, null, sender), { code: 'sign_in_again' });
    const change = { newsletterId: null, sender, seen: null };
    await assert.rejects(changeSender(services, thief, change), { code: 'sign_in_again' });
    const key = { name: 'mine', scopes: [...scopes], days: null };
    await assert.rejects(makeKey(services, thief, key), { code: 'sign_in_again' });
    const kept = await db.selectFrom('senders').select('fromAddress').executeTakeFirstOrThrow();
    assert.equal(kept.fromAddress, 'desk@courier.example');
  });
});

describe('signing in again', () => {
  it('takes a code from the mailbox where there is no second factor, and gives a new session', async () => {
    const cookie = await cookieOf('owner');
    const sent = await web.post('/desk/sign-in-again/mail', { next: '/desk/staff' }, { cookie });
    assert.match(sent.body, /name="next" value="\/desk\/staff"/);
    const row = await db
      .selectFrom('staffSignIns')
      .select(['id', 'staffId', 'expiresAt'])
      .where('codeHash', 'is not', null)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const wrong = await web.post('/desk/sign-in-again', { code: '000000' }, { cookie });
    assert.equal(wrong.status, 400);
    const code = signInCode(services, row.id, row.expiresAt);
    const right = await web.post('/desk/sign-in-again', { code, next: '/desk/staff' }, { cookie });
    assert.equal(right.headers.get('location'), '/desk/staff');
    assert.equal((await web.get('/desk', { cookie })).status, 303);
    assert.equal(await isMailedCode(services, row.staffId, code), false);
  });
});
