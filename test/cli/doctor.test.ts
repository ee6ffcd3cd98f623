import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { system } from '../../src/access/actor.ts';
import { runChecks } from '../../src/cli/doctor-checks.ts';
import type { DkimConfig } from '../../src/dkim-settings.ts';
import { checkRelayTls } from '../../src/delivery/check-relay-tls.ts';
import type { Check } from '../../src/delivery/finding.ts';
import { addRelay, type RelayAddition, setRelay } from '../../src/delivery/relays/settings.ts';
import { dkimRecord, generateKey, signingKeys } from '../../src/delivery/dkim-keys.ts';
import { checkByDns, type DnsResolver } from '../../src/delivery/dns/ask.ts';
import { checkDmarc } from '../../src/delivery/dns/dmarc.ts';
import { checkRelayAddress } from '../../src/delivery/dns/relay-address.ts';
import { checkSpf } from '../../src/delivery/dns/spf.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { setSender } from '../../src/publication/senders.ts';
import { commandFor } from '../support/command.ts';
import { findProgram, skipWithout } from '../support/needs.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Kept for documentation, and yet a name of the public network.
const domain = 'courier.example.org';
const dkim: DkimConfig = {
  domain,
  selector: 's1',
  privateKey: (await generateKey('rsa')).privateKey,
  ed25519: { selector: 's2', privateKey: (await generateKey('ed25519')).privateKey },
};
const keyRecords = Object.fromEntries(
  signingKeys(dkim).map((key) => [dkimRecord(key).name, [dkimRecord(key).value]]),
);
const wellPublished = {
  [domain]: ['v=spf1 a:mx.example.org include:_spf.example.org -all', 'another=thing'],
  '_spf.example.org': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  [`_dmarc.${domain}`]: ['v=DMARC1; p=reject; rua=mailto:dmarc@example.org'],
  ...keyRecords,
};

type Texts = Record<string, string[]>;

/** DNS as it stands in an object; what is not in it does not exist. */
function dns(texts: Texts, others: Record<string, string[]> = {}): DnsResolver {
  const look = async (from: Texts, name: string): Promise<string[]> => {
    const answer = from[name];
    if (answer === undefined) throw Object.assign(new Error(`${name} ENOTFOUND`), { code: 'ENOTFOUND' });
    return Promise.resolve(answer);
  };
  return {
    resolveTxt: async (name) => (await look(texts, name)).map((text) => text.match(/.{1,255}/g) ?? []),
    resolve4: (name) => look(others, name),
    resolve6: (name) => look({}, name),
    reverse: (address) => look(others, address),
  };
}

const relay = await startRelay();
const services = await createTestServices({ dkim, smtpUrl: relay.url });
await setPublication(services.db, system, { name: 'The Courier', postalAddress: '1 Test Street, Dnipro' });
await setSender(services.db, system, null, {
  fromName: 'The Courier',
  fromAddress: `desk@${domain}`,
  replyTo: null,
});

const named = (checks: Check[], name: string): Check => {
  const check = checks.find((one) => one.name === name);
  assert.ok(check, `${name} is not among ${checks.map((one) => one.name).join(', ')}`);
  return check;
};

describe('the doctor', () => {
  it('finds all well where all is published', async () => {
    const checks = await runChecks(services, dns(wellPublished));
    for (const { name, state, detail, fix } of checks)
      assert.deepEqual([state, fix], ['ok', null], `${name}: ${detail}`);
    assert.match(named(checks, 'SPF').detail, /2 of 10 look-ups/);
    assert.match(named(checks, 'DMARC').detail, /policy reject/);
    assert.match(named(checks, 'relay TLS').detail, /offers no STARTTLS/);
    for (const name of ['DKIM record (s1)', 'DKIM record (s2)', 'DKIM alignment', 'relay PTR', 'database'])
      named(checks, name);
  });

  it('says of each missing record what to paste', async () => {
    const checks = await runChecks(services, dns({}));
    assert.equal(named(checks, 'SPF').state, 'failed');
    assert.match(
      named(checks, 'SPF').fix ?? '',
      /^courier\.example\.org\. IN TXT "v=spf1 ip4:127\.0\.0\.1 ~all"/,
    );
    assert.match(
      named(checks, 'DMARC').fix ?? '',
      /^_dmarc\.courier\.example\.org\. IN TXT "v=DMARC1; p=none;/,
    );
    const { state, fix } = named(checks, 'DKIM record (s1)');
    assert.equal(state, 'failed');
    const strings = [...(fix ?? '').matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
    assert.ok(strings.length === 2 && strings.every(({ length }) => length <= 255), fix ?? '');
    assert.equal(strings.join(''), keyRecords[`s1._domainkey.${domain}`]?.[0]);
  });

  it('tells a record of another key, a revoked one and a test', async () => {
    const name = `s1._domainkey.${domain}`;
    const { publicKey } = await generateKey('rsa');
    const whole = keyRecords[name]?.[0] ?? '';
    const of = async (record: string): Promise<Check> =>
      named(await runChecks(services, dns({ ...wellPublished, [name]: [record] })), 'DKIM record (s1)');
    assert.match((await of(`v=DKIM1; k=rsa; p=${publicKey}`)).detail, /another key/);
    assert.match((await of('v=DKIM1; p=')).detail, /revoked/);
    assert.equal((await of(`${whole}; t=y`)).state, 'warning');
    assert.equal((await of(whole.replace(' k=rsa;', ''))).state, 'ok');
  });

  it('only warns where DNS cannot be asked', async () => {
    const refused = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('queryTxt ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    const silent = { resolveTxt: refused, resolve4: refused, resolve6: refused, reverse: refused };
    const checks = await runChecks(services, silent);
    assert.equal(checks.filter(({ state }) => state === 'failed').length, 0);
    assert.deepEqual(
      [named(checks, 'SPF').state, named(checks, 'SPF').detail],
      ['warning', 'DNS cannot be asked: queryTxt ECONNREFUSED'],
    );
    const never = await checkByDns(() => new Promise(() => {}), 20);
    assert.match(never.detail, /DNS cannot be asked: no answer within/);
  });

  it('asks nothing about made-up names, nor for a sample publication', async () => {
    const asked = (): Promise<never> => assert.fail('DNS was asked');
    const forbidden = { resolveTxt: asked, resolve4: asked, resolve6: asked, reverse: asked };
    await setPublication(services.db, system, { isSample: true });
    assert.match(named(await runChecks(services, forbidden), 'DNS').detail, /not asked: a sample/);
    await setPublication(services.db, system, { isSample: false });
    const config = { ...services.config, dkim: { ...dkim, domain: 'courier.example' } };
    const sender = { fromName: 'The Courier', fromAddress: 'desk@courier.example', replyTo: null };
    await setSender(services.db, system, null, sender);
    const checks = await runChecks({ ...services, config }, forbidden);
    for (const name of ['SPF', 'DMARC', 'DKIM record (s1)'])
      assert.match(named(checks, name).detail, /not asked: courier\.example is no name/);
  });
});

/** An SMTP server; gives its port. */
async function serve(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as AddressInfo).port;
}

describe('the doctor, where relays are in the database', () => {
  it('looks at each that is turned on, and at none else', async () => {
    const port = await serve({
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 'desk' }) : done(new Error('no such password')),
    });
    const config = {
      ...services.config,
      smtpUrl: 'smtp://127.0.0.1:1',
      relayPasswords: { signed: 'right', refused: 'wrong' },
    };
    const sender = { fromName: 'The Courier', fromAddress: `desk@${domain}`, replyTo: null };
    await setSender(services.db, system, null, sender);
    const add = (name: string, addition: Partial<RelayAddition>): Promise<void> =>
      addRelay(services.db, system, { name, host: '127.0.0.1', port, security: 'none', ...addition });
    await add('plain', { port: relay.port });
    await add('signed', { username: 'desk' });
    await add('refused', { username: 'desk' });
    await add('forgotten', { username: 'desk', host: 'smtp.eu.mailgun.org' });
    await add('gone', { port: 1 });
    await add('off', { port: 1, enabled: false });
    const checks = await runChecks({ ...services, config }, dns({}));
    const told = Object.fromEntries(
      checks.filter(({ name }) => name.startsWith('relay')).map(({ name, state }) => [name, state]),
    );
    assert.deepEqual(told, {
      'relay plain': 'ok',
      'relay plain TLS': 'ok',
      'relay plain PTR': 'ok',
      'relay signed': 'ok',
      'relay signed TLS': 'ok',
      'relay signed PTR': 'ok',
      'relay refused': 'failed',
      'relay refused TLS': 'ok',
      'relay refused PTR': 'ok',
      'relay forgotten': 'failed',
      'relay forgotten PTR': 'ok',
      'relay gone': 'failed',
      'relay gone TLS': 'failed',
      'relay gone PTR': 'ok',
    });
    assert.match(named(checks, 'relay signed').detail, /takes the password/);
    assert.match(named(checks, 'relay refused').detail, /no such password/);
    assert.match(named(checks, 'relay forgotten').detail, /RELAY_FORGOTTEN_PASSWORD is not set/);
    assert.match(named(checks, 'SPF').fix ?? '', /"v=spf1 ip4:127\.0\.0\.1 include:mailgun\.org ~all"/);
  });

  it('says by which command a relay is spoken to otherwise, and that all are off', async () => {
    const port = await serve({ disabledCommands: ['STARTTLS'] });
    for (const name of ['plain', 'signed', 'refused', 'forgotten', 'gone'])
      await setRelay(services.db, system, name, { enabled: false });
    const none = await runChecks(services, dns({}));
    assert.deepEqual(
      [named(none, 'relay').state, named(none, 'relay').fix],
      ['failed', 'broadsheet relays set NAME --enabled on'],
    );
    await setRelay(services.db, system, 'off', { port, enabled: true, security: 'starttls' });
    assert.match(
      named(await runChecks(services, dns({})), 'relay off TLS').fix ?? '',
      /broadsheet relays set off --security none/,
    );
  });
});

describe('SPF', () => {
  const judge = (texts: Texts, host = 'mx.example.org'): ReturnType<typeof checkSpf> =>
    checkSpf(dns(texts), domain, [host]);

  it('must be one record', async () => {
    const { state, detail, fix } = await judge({ [domain]: ['v=spf1 mx -all', 'v=spf1 a ~all'] });
    assert.equal(state, 'failed');
    assert.match(detail, /2 SPF records/);
    assert.match(fix ?? '', /"v=spf1 mx a -all"/);
  });

  it('must not let anyone send', async () => {
    for (const all of ['+all', 'all'])
      assert.match((await judge({ [domain]: [`v=spf1 mx ${all}`] })).fix ?? '', /"v=spf1 mx ~all"/);
  });

  it('counts the look-ups of what it includes, also where one includes itself', async () => {
    const texts = { [domain]: ['v=spf1 include:a.example.org ~all'] };
    const six = 'v=spf1 a mx a:x.example.org a:y.example.org ptr exists:%{i}.example.org -all';
    assert.match((await judge({ ...texts, 'a.example.org': [six] })).detail, /7 of 10/);
    const many = { ...texts, 'a.example.org': [`${six} include:b.example.org`], 'b.example.org': [six] };
    assert.match((await judge(many)).detail, /more than 10 look-ups/);
    const loop = { ...texts, 'a.example.org': ['v=spf1 include:a.example.org -all'] };
    assert.match((await judge(loop)).detail, /more than 10 look-ups/);
    assert.match((await judge(texts)).detail, /includes a\.example\.org, which has none/);
  });

  it('is told by the name of a relay that is known', async () => {
    const { fix } = await judge({}, 'email-smtp.eu-west-1.amazonaws.com');
    assert.match(fix ?? '', /"v=spf1 include:amazonses\.com ~all"/);
  });
});

describe('DMARC', () => {
  it('may stand at a name above, with a policy of its own for those below', async () => {
    const above = { '_dmarc.example.org': ['v=DMARC1; p=reject; sp=none'] };
    assert.match((await checkDmarc(dns(above), domain)).detail, /policy none at _dmarc\.example\.org/);
    const twice = { [`_dmarc.${domain}`]: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] };
    assert.equal((await checkDmarc(dns(twice), domain)).state, 'failed');
  });
});

describe('the name of a relay’s address', () => {
  it('leads back to it, or what is missing is told', async () => {
    const host = '9.9.9.9';
    const check = (others: Texts): ReturnType<typeof checkRelayAddress> =>
      checkRelayAddress(dns({}, others), host);
    assert.equal((await check({ [host]: ['mx.example.org'], 'mx.example.org': [host] })).state, 'ok');
    assert.match((await check({})).fix ?? '', /9\.9\.9\.9\.in-addr\.arpa\. IN PTR/);
    assert.match(
      (await check({ [host]: ['mx.example.org'] })).fix ?? '',
      /mx\.example\.org\. IN A 9\.9\.9\.9/,
    );
  });
});

describe('a relay’s TLS', () => {
  it('is looked at where STARTTLS is offered, and a certificate that does not verify is told', async () => {
    const port = await serve({});
    const { state, detail } = await checkRelayTls(new URL(`smtp://127.0.0.1:${port}`));
    assert.equal(state, 'ok');
    assert.match(
      detail,
      /offers STARTTLS \(TLSv1\.\d\) with a certificate that does not verify .*; in clear/,
    );
    // As a send does: `?tls=yes` asks for TLS on this machine too.
    assert.equal((await checkRelayTls(new URL(`smtp://127.0.0.1:${port}/?tls=yes`))).state, 'failed');
  });

  it('is well where its certificate verifies, and fails where it does not', {
    skip: skipWithout('openssl'),
  }, async () => {
    const folder = await temporaryFolder();
    after(() => folder.remove());
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const words =
      'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=relay -addext subjectAltName=IP:127.0.0.1';
    execFileSync(findProgram('openssl') ?? '', [...words.split(' '), '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const ca = await readFile(cert, 'utf8');
    const port = await serve({ secure: true, key: await readFile(key), cert: ca });
    const url = new URL(`smtps://127.0.0.1:${port}`);
    const { state, detail } = await checkRelayTls(url, { ca });
    const unknown = await checkRelayTls(url);
    assert.equal(unknown.state, 'failed');
    assert.match(unknown.fix ?? '', /NODE_EXTRA_CA_CERTS/);
    assert.equal(state, 'ok', detail);
    assert.match(detail, /offers TLS \(TLSv1\.\d\) with a certificate that verifies/);
  });
});

describe('`doctor keys`', () => {
  it('makes both keys, readable by their owner alone, and says what to publish and to set', async () => {
    const folder = await temporaryFolder();
    after(() => folder.remove());
    const broadsheet = commandFor(services);
    const words = [
      'doctor',
      'keys',
      '--domain',
      domain,
      '--selector',
      's2026',
      '--ed25519',
      '--folder',
      folder.path,
    ];
    const { code, stdout, stderr } = await broadsheet(...words, '--json');
    assert.equal(code, 0, stderr);
    const { files, records, settings } = JSON.parse(stdout) as {
      files: string[];
      records: Array<{ name: string; value: string; paste: string }>;
      settings: Record<string, string>;
    };
    const kinds = [];
    for (const file of files) {
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      kinds.push(createPrivateKey(await readFile(file, 'utf8')).asymmetricKeyType);
    }
    assert.deepEqual(kinds, ['rsa', 'ed25519']);
    const [rsa = '', ed25519 = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const made = {
      domain,
      selector: 's2026',
      privateKey: rsa,
      ed25519: { selector: 's2026-ed25519', privateKey: ed25519 },
    };
    assert.deepEqual(records, signingKeys(made).map(dkimRecord));
    assert.equal(settings['DKIM_ED25519_PRIVATE_KEY_FILE'], files[1]);

    const again = await broadsheet(...words);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /never overwritten/);
    assert.equal(await readFile(files[0] ?? '', 'utf8'), rsa);
  });

  it('takes no domain or selector that DNS would not', async () => {
    const broadsheet = commandFor(services);
    const of = (name: string, selector: string) =>
      broadsheet('doctor', 'keys', '--domain', name, '--selector', selector, '--folder', '/nonexistent');
    assert.match((await of('courier', 's1')).stderr, /--domain is "courier"/);
    assert.match((await of(domain, '../s1')).stderr, /--selector is "\.\.\/s1"/);
    assert.equal((await broadsheet('doctor', 'keys')).code, 2);
  });
});
