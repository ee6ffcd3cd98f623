import { spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { freePort } from '../../src/local/free-port.ts';
import { findProgram } from './needs.ts';
import { until } from './until.ts';
import { endProgram } from './program.ts';

const nobody = 65_534;

export interface Mailbox {
  url: string;
  /** Puts a mail into it, as a mail server does. */
  put(raw: string): Promise<void>;
  /** The flags of its mails, as Maildir has them: `S` is seen. */
  flags(): Promise<string[]>;
  /** Empties it but for one mail, which gets a new number: another UIDVALIDITY. */
  renumber(): Promise<void>;
}

/** Debian's dovecot on loopback with one mailbox, for the calling file. */
export async function startMailbox(): Promise<Mailbox> {
  const program = findProgram('dovecot');
  if (program === null) throw new Error('dovecot is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-dovecot-'));
  const maildir = join(folder, 'mail');
  for (const name of ['', 'new', 'cur', 'tmp']) await mkdir(join(maildir, name));
  const asRoot = process.getuid?.() === 0;
  const own = (path: string): void => {
    if (asRoot) chownSync(path, nobody, nobody);
  };
  for (const path of [folder, maildir, ...['new', 'cur', 'tmp'].map((name) => join(maildir, name))])
    own(path);
  const { port } = await freePort(20_000 + Math.floor(Math.random() * 20_000), '127.0.0.1');
  const config = join(folder, 'dovecot.conf');
  await writeFile(config, settings(folder, port, asRoot));
  const child = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
  after(async () => {
    await endProgram(child);
    await rm(folder, { recursive: true, force: true });
  });
  await until(() => answers(port), 'dovecot listens');
  let count = 0;
  return {
    url: `imap://desk:secret@127.0.0.1:${port}/INBOX?tls=no`,
    put: async (raw) => {
      count += 1;
      const name = `${Date.now()}.${count}.test`;
      await writeFile(join(maildir, 'tmp', name), raw);
      own(join(maildir, 'tmp', name));
      await rename(join(maildir, 'tmp', name), join(maildir, 'new', name));
    },
    flags: async () =>
      (await readdir(join(maildir, 'cur'))).map((name) => name.split(':2,')[1] ?? '').toSorted(),
    renumber: async () => {
      for (const name of await readdir(maildir))
        if (name.startsWith('dovecot')) await rm(join(maildir, name), { recursive: true });
      // Its own would be the time in seconds, which may be the same still.
      await writeFile(join(maildir, 'dovecot-uidlist'), '3 V1234567890 N1\n');
      own(join(maildir, 'dovecot-uidlist'));
      const mails = (await readdir(join(maildir, 'cur'))).toSorted();
      for (const name of mails.slice(1)) await rm(join(maildir, 'cur', name));
    },
  };
}

function settings(folder: string, port: number, asRoot: boolean): string {
  const user = asRoot ? 'nobody' : userInfo().username;
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail
first_valid_uid = 1
default_internal_user = ${user}
default_login_user = ${user}
default_internal_group = ${asRoot ? 'nogroup' : ''}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${asRoot ? nobody : (process.getuid?.() ?? 0)} gid=${asRoot ? nobody : (process.getgid?.() ?? 0)} home=${folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', (failed) => resolve(!failed && socket.bytesRead > 0));
  });
}
