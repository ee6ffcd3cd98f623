import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after } from 'node:test';

/** What a scripted relay does with a line, or with a whole message (given as `DATA-END`). */
export type Script = (line: string, socket: Socket) => string | null | Promise<string | null>;

export interface ScriptedRelay {
  url: string;
  /** Every command of every connection, in order. */
  lines: string[];
  messages: string[];
}

const plain: Record<string, string> = {
  EHLO: '250-relay.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250 8BITMIME',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  'DATA-END': '250 2.0.0 queued',
  RSET: '250 2.0.0 ok',
  QUIT: '221 bye',
};

/**
 * A relay whose every word a test writes; what the script answers null to is answered as usual. It speaks SMTP line by
 * line, pipelined or not.
 */
export async function startScriptedRelay(script: Script = () => null): Promise<ScriptedRelay> {
  const relay: ScriptedRelay = { url: '', lines: [], messages: [] };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 relay.example\r\n');
    void converse(socket, script, relay);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => void server.close());
  relay.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return relay;
}

async function converse(socket: Socket, script: Script, relay: ScriptedRelay): Promise<void> {
  let rest = '';
  let message: string[] | null = null;
  const answer = async (line: string): Promise<string> => {
    const usual = plain[line.split(/[ :]/)[0] ?? ''] ?? '500 what?';
    const reply = (await script(line, socket)) ?? usual;
    if (reply !== '' && socket.writable) socket.write(`${reply}\r\n`);
    return reply;
  };
  try {
    for await (const chunk of socket) {
      const lines = (rest + (chunk as Buffer).toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (message === null) {
          relay.lines.push(line);
          const reply = await answer(line);
          if (line === 'DATA' && reply.startsWith('354')) message = [];
        } else if (line === '.') {
          relay.messages.push(message.join('\r\n'));
          message = null;
          await answer('DATA-END');
        } else message.push(line);
      }
    }
  } catch {
    // The other side is gone, as some tests want it.
  }
}
