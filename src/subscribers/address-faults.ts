/** What can be wrong with an address. */
export type AddressFault =
  | 'empty'
  | 'long'
  | 'alone'
  | 'hidden'
  | 'no-at'
  | 'before'
  | 'after'
  | 'unroutable';

/** English says more: the error itself has it. */
export type AddressFaultWords = Record<AddressFault, string>;
