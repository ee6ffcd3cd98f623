import type { Scope } from '../../../access/api.ts';

/** The words of the page of keys. */
export interface KeyWords {
  title: string;
  text: string;
  scopes: Record<Scope, string>;
  columns: { name: string; scopes: string; used: string; until: string; act: string };
  never: string;
  noEnd: string;
  over: string;
  made: (by: string) => string;
  ended: { title: string; at: string };
  empty: { title: string; text: string };
  add: string;
  end: string;
  endOf: (name: string) => string;
  form: {
    title: string;
    text: string;
    name: string;
    nameHint: string;
    scopes: string;
    days: string;
    choices: Record<'30' | '90' | '365' | 'never', string>;
    button: string;
  };
  shown: { title: (name: string) => string; text: string; how: string; kept: string };
  ending: { title: (name: string) => string; text: string; button: string };
  back: string;
  done: string;
}
