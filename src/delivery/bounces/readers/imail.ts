import { readPlain } from './plain.ts';
import type { TextReader } from './reader.ts';

/** IMail: a sentence of its own about a mailbox of its own. */
export const imail: TextReader = {
  recognises: ({ headers }) => /^<?SMTP32 /i.test(headers.get('x-mailer') ?? ''),
  read: (report) => readPlain(report).map((finding) => ({ ...finding, about: 'recipient' })),
};
