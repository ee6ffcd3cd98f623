import type { InsertableKind } from '../../../../compose/contract.ts';

/** The words of the composer: where an edition is arranged and written. */
export interface ComposerWords {
  title: (edition: string) => string;
  preview: string;
  panes: { label: string; stories: string; edition: string; settings: string };
  bar: {
    undo: string;
    redo: string;
    history: string;
    tests: string;
  };
  state: {
    readOnly: string;
    gone: string;
    approved: string;
    going: string;
    edit: string;
    notDrawn: (problem: string) => string;
  };
  head: {
    title: string;
    subject: string;
    preheader: string;
    intro: string;
    introHint: string;
    save: string;
    subjectHint: (length: number) => string;
    preheaderHint: (length: number) => string;
  };
  blocks: {
    title: string;
    hint: string;
    none: string;
    masthead: string;
    /** Of the link that chooses a block. */
    choose: (name: string) => string;
    up: (name: string) => string;
    down: (name: string) => string;
    drag: (name: string) => string;
    shortUp: string;
    shortDown: string;
  };
  pool: {
    title: string;
    search: string;
    source: string;
    category: string;
    use: string;
    any: string;
    anyUse: string;
    unused: string;
    used: string;
    show: string;
    none: { title: string; text: string };
    older: string;
    newest: string;
    add: string;
    addOf: (title: string) => string;
    asLead: string;
    asLeadOf: (title: string) => string;
    here: string;
    /** Editions in which a story stands, by their names. */
    usedIn: (editions: string) => string;
    noSource: string;
    where: { end: string; after: (name: string) => string; into: (name: string) => string };
  };
  insert: {
    title: string;
    kinds: Record<InsertableKind | 'ballot', string>;
  };
  settings: SettingsWords;
  removed: { title: string; back: (name: string) => string };
  conflict: ConflictWords;
  history: {
    title: string;
    close: string;
    none: string;
    before: string;
    after: string;
    restore: (at: string) => string;
    older: string;
    gone: string;
  };
  done: Record<'saved' | 'undone' | 'redone' | 'restored' | 'nothing', string>;
  /** Said by the page itself, without the server. */
  live: LiveWords;
}

export interface SettingsWords {
  title: string;
  choose: string;
  save: string;
  headline: string;
  standfirst: string;
  author: string;
  category: string;
  updated: string;
  name: string;
  text: string;
  signature: string;
  markdown: string;
  small: string;
  buttonLabel: string;
  buttonUrl: string;
  url: string;
  date: string;
  wrong: string;
  right: string;
  linkTitle: string;
  linkUrl: string;
  /** A field is as it is at the source, or not. */
  atSource: (value: string) => string;
  takeBack: string;
  takeBackOf: (field: string) => string;
  audience: string;
  audiences: { all: string; reader: string; patron: string; tier: (name: string) => string };
  tiersHint: string;
  stories: string;
  links: string;
  openStory: (title: string) => string;
  addLink: string;
  readAlso: string;
  readAlsoHint: string;
  lead: string;
  isLead: string;
  remove: string;
  toBlock: (name: string) => string;
  ballot: string;
  footer: string;
  divider: string;
  source: string;
  picture: {
    title: string;
    shown: string;
    alt: string;
    altHint: string;
    credit: string;
    none: string;
    shape: string;
    shapes: Record<'whole' | 'wide' | 'classic' | 'square' | 'own', string>;
    place: string;
    places: Record<'centre' | 'start' | 'end', string>;
    frame: string;
    frameHint: string;
  };
  tools: Record<'label' | 'bold' | 'italic' | 'link' | 'list' | 'quote', string>;
}

export interface ConflictWords {
  title: string;
  text: (field: string, by: string, other: string) => string;
  mine: string;
  theirs: string;
  somebody: string;
  keepTheirs: string;
  takeMine: string;
}

export interface LiveWords {
  saved: string;
  saving: string;
  notSaved: string;
  noConnection: string;
  notWhole: string;
  held: string;
  /** With {name}, {place} and {count} in it. */
  moved: string;
  failed: string;
  changedBy: string;
  /** Who else has the edition open. */
  here: string;
  linkAddress: string;
}
