import { findAddress } from '../addresses.ts';
import type { TextReader } from './reader.ts';

/**
 * Google Groups: in whatever language, a group that may not exist or may be closed to the sender. It does not
 * say which of the two, so it is never the group that is gone.
 */
export const googleGroups: TextReader = {
  recognises: ({ text, headers }) => text.includes('groups.google.com') && headers.has('x-failed-recipients'),
  read: ({ text, headers }) => [
    { address: findAddress(headers.get('x-failed-recipients') ?? ''), said: text, about: 'sender' },
  ],
};
