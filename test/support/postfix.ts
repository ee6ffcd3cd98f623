import { execFile, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { findProgram, skipWithout } from './needs.ts';
import { answers, endProgram } from './program.ts';
import { serverPort } from './server-port.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const daemons = '/usr/lib/postfix/sbin';
const nobody = 65_534;

/** What it takes at the most, in bytes. */
export const sizeLimit = 100_000;

export interface Postfix {
  /** Where it speaks STARTTLS, and TLS from the first byte on; both ask for a sign-in. */
  starttls: string;
  tls: string;
  /** The file of its own certificate, which is for 127.0.0.1 and which nobody trusts without being told to. */
  certificate: string;
  /** What it has delivered, as it lies in the mailbox: with Postfix's own headers before ours. */
  mails(): Promise<Array<{ to: string; raw: string }>>;
  /** As `postfix stop`: what it has taken is in its queue, and is delivered after a start. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The `skip` of a test that needs one. */
export function skipWithoutPostfix(): string | false {
  const missing = skipWithout('postfix') || skipWithout('dovecot') || skipWithout('openssl');
  return missing || (process.getuid?.() === 0 ? false : 'a Postfix of its own needs root');
}

/** A Postfix of the calling file's own on loopback, which signs in by Dovecot and delivers into a mailbox. */
export async function startPostfix(): Promise<Postfix> {
  const folder = await temporaryFolder('postfix');
  const at = (...parts: string[]): string => join(folder.path, ...parts);
  for (const name of ['etc', 'spool', 'mail']) await mkdir(at(name));
  chownSync(at('mail'), nobody, nobody);
  const ports = { starttls: await serverPort(), tls: await serverPort() };
  await makeCertificate(folder.path);
  await writeFile(at('etc', 'main.cf'), mainSettings(folder.path));
  await writeFile(at('etc', 'master.cf'), services(ports));
  await writeFile(at('passwords'), 'desk:{PLAIN}p@ss word\n');
  await writeFile(at('dovecot.conf'), signInSettings(folder.path));
  // Makes its queue's folders and that of its data, each with its owner.
  await run(findProgram('postfix') ?? '', ['-c', at('etc'), 'check']);
  const dovecot = spawn(findProgram('dovecot') ?? '', ['-F', '-c', at('dovecot.conf')], { stdio: 'ignore' });
  let master = dovecot;
  after(async () => {
    await endProgram(master);
    await endProgram(dovecot);
    await folder.remove();
  });
  const start = async (): Promise<void> => {
    // The head of a group of its own, with which it ends its children.
    master = spawn(join(daemons, 'master'), ['-c', at('etc'), '-d'], { stdio: 'ignore', detached: true });
    for (const port of Object.values(ports)) await until(() => answers(port), 'Postfix listens', 10);
  };
  await start();
  const signIn = 'desk:p%40ss%20word@127.0.0.1';
  return {
    starttls: `smtp://${signIn}:${ports.starttls}/?tls=yes`,
    tls: `smtps://${signIn}:${ports.tls}`,
    certificate: at('certificate.pem'),
    mails: () => readMails(at('mail', 'all', 'new')),
    stop: async () => {
      await endProgram(master);
      await until(async () => !(await answers(ports.tls)), 'Postfix is gone', 10);
    },
    start,
  };
}

function makeCertificate(folder: string): Promise<unknown> {
  const names = ['-subj', '/CN=mail.courier.example', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  return run(findProgram('openssl') ?? '', ['req', '-x509', '-days', '2', ...key, ...names, ...files]);
}

function mainSettings(folder: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${folder}/spool
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mail.courier.example
mydestination =
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
smtpd_tls_chain_files = ${folder}/key.pem, ${folder}/certificate.pem
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject
message_size_limit = ${sizeLimit}
virtual_mailbox_domains = readers.example
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = static:all/
virtual_mailbox_limit = 0
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
virtual_minimum_uid = 1
`;
}

function services({ starttls, tls }: { starttls: number; tls: number }): string {
  return `
127.0.0.1:${starttls} inet n - n - - smtpd
127.0.0.1:${tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
`;
}

function signInSettings(folder: string): string {
  return `
protocols =
listen = 127.0.0.1
base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot-state
log_path = ${folder}/dovecot-log
ssl = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = ${folder}/passwords
}
userdb {
  driver = static
  args = uid=${nobody} gid=${nobody} home=${folder}
}
service auth {
  unix_listener ${folder}/auth {
    mode = 0666
  }
}
# It would answer each wrong password more slowly than the last.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

async function readMails(folder: string): Promise<Array<{ to: string; raw: string }>> {
  const names = await readdir(folder).catch(() => []);
  const mails = names.map(async (name) => {
    const raw = await readFile(join(folder, name), 'latin1');
    const to = /^Delivered-To: (.+)$/m.exec(raw)?.[1] ?? '';
    return { to: Buffer.from(to, 'latin1').toString(), raw: raw.replaceAll('\n', '\r\n') };
  });
  return Promise.all(mails);
}
