import { once } from 'node:events';
import { connect } from 'node:net';

/** A message to these recipients, as a stranger's server hands it over; gives the answers after the greeting. */
export async function handOver(port: number, to: string[], body: string): Promise<string[]> {
  const [, ...answers] = await dialogue(port, [
    'EHLO mx.reader.example',
    'MAIL FROM:<>',
    ...to.map((address) => `RCPT TO:<${address}>`),
    'DATA',
    `${body}\r\n.`,
    'QUIT',
  ]);
  return answers;
}

/** Says these lines to an SMTP server, each after the answer to the one before; gives the answers, the greeting first. */
export async function dialogue(port: number, lines: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  const answers: string[] = [];
  let text = '';
  const left = [...lines];
  socket.on('data', (chunk: string) => {
    text += chunk;
    // The last line of an answer has a space behind its code.
    if (!/^\d{3} .*\r\n$/m.test(text) || !text.endsWith('\r\n')) return;
    answers.push(text.trim());
    text = '';
    const next = left.shift();
    if (next === undefined) socket.end();
    else socket.write(`${next}\r\n`);
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return answers;
}
