import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

/** What the server does when a mail is asked for: gives it, says NO, gives no text, or breaks off. */
export type Stored = Buffer | 'refused' | 'empty' | 'breaks off';

/** An IMAP server on loopback that may fail at single mails, as real ones do with damaged mailboxes. */
export interface FaultyMailbox {
  url: string;
  /** By their numbers; whoever holds it may change it at any time. */
  mails: Map<number, Stored>;
  /** Another UIDVALIDITY. */
  renumber(): void;
}

/** Starts one for the calling file. */
export async function startFaultyMailbox(mails: Map<number, Stored>): Promise<FaultyMailbox> {
  let validity = 7;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.setNoDelay(true);
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + data.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(socket, line, mails, validity);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `imap://desk:secret@127.0.0.1:${port}/INBOX?tls=no`,
    mails,
    renumber: () => void (validity += 1),
  };
}

function answer(socket: Socket, line: string, mails: Map<number, Stored>, validity: number): void {
  const [tag = '', command = '', verb = '', set = ''] = line.split(' ');
  const ok = (): boolean => socket.write(`${tag} OK done\r\n`);
  const name = command.toUpperCase();
  if (name === 'CAPABILITY') socket.write('* CAPABILITY IMAP4rev1\r\n');
  if (name === 'LIST') socket.write('* LIST () "/" INBOX\r\n');
  if (name === 'SELECT')
    socket.write(
      `* FLAGS (\\Seen)\r\n* ${mails.size} EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen)] x\r\n* OK [UIDVALIDITY ${validity}] x\r\n`,
    );
  if (name === 'LOGOUT') socket.write('* BYE\r\n');
  if (name !== 'UID' || verb.toUpperCase() !== 'FETCH') {
    ok();
    return;
  }
  if (set.includes(':')) {
    list(socket, set, mails);
    ok();
  } else give(socket, tag, Number(set), mails);
}

/** The numbers of a range; the last one where there is none from its beginning on. */
function list(socket: Socket, set: string, mails: Map<number, Stored>): void {
  const [from = 0, to = Infinity] = set.split(':').map((end) => (end === '*' ? Infinity : Number(end)));
  const all = [...mails.keys()];
  const inside = all.filter((uid) => uid >= from && uid <= to);
  const told = inside.length === 0 && to === Infinity ? all.slice(-1) : inside;
  for (const uid of told) socket.write(`* ${all.indexOf(uid) + 1} FETCH (UID ${uid})\r\n`);
}

function give(socket: Socket, tag: string, uid: number, mails: Map<number, Stored>): void {
  const stored = mails.get(uid);
  if (stored === 'breaks off') {
    socket.destroy();
    return;
  }
  if (stored === 'refused') {
    socket.write(`${tag} NO [SERVERBUG] the message is damaged\r\n`);
    return;
  }
  if (stored instanceof Buffer) {
    const seq = [...mails.keys()].indexOf(uid) + 1;
    socket.write(`* ${seq} FETCH (UID ${uid} BODY[]<0> {${stored.length}}\r\n`);
    socket.write(stored);
    socket.write(')\r\n');
  }
  socket.write(`${tag} OK done\r\n`);
}
