import { findAddresses } from './addresses.ts';
import type { Message } from './message.ts';
import { failureTitles, says } from './phrases.ts';

const daemonLocal =
  /^<?"?(mailer[-_.]?daemon|post[-_.]?master|mail-?daemon|mdaemon|(double-)?bounces?|mail-?(admin|system)|mail\.?delivery|microsoftexchange[0-9a-f]+)\b/i;
const daemonNames: readonly RegExp[] = [
  /mailer[- ]?daemon|(mail )?delivery? (sub)?system|mail deliver system|internet mail delivery|mail system/i,
  /system ?administrator|mail administrator|postmaster|microsoft outlook|системный администратор|почтовой системы/i,
];

/**
 * Whether the message says by its sender or title that it reports on another; so does what has no header at
 * all.
 */
export function isFromMailSystem({ headers, subject }: Message): boolean {
  return headers.size === 0 || isFromDaemon(headers) || says(failureTitles, subject);
}

/** Whether a program that carries mail has written it, by its address, name or a header of its own. */
export function isFromDaemon(headers: Message['headers']): boolean {
  if (headers.has('x-failed-recipients')) return true;
  return isDaemon(headers.get('from') ?? '') || isDaemon(headers.get('sender') ?? '');
}

function isDaemon(from: string): boolean {
  const written = from.slice(0, 1_000);
  const inside = /<([^<>]{0,320})>/.exec(written)?.[1] ?? written;
  return daemonLocal.test(inside.trim()) || says(daemonNames, written) || /<\s*>/.test(written);
}

/** The addresses that the report was written by and sent to: they are none that failed. */
export function ownAddresses({ headers }: Message): Set<string> {
  const written = ['from', 'to', 'sender', 'reply-to'].map(
    (name) => headers.get(name)?.slice(0, 2_000) ?? '',
  );
  return new Set(written.flatMap(findAddresses).map((address) => address.toLowerCase()));
}
