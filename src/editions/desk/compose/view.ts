import type { SignedIn } from '../../../access/desk.ts';
import type { Article } from '../../../articles/article.ts';
import type { ChangeEntry, ComposerDocument, Item, Present, Status } from '../../compose/contract.ts';
import type { Edition } from '../../edition.ts';
import type { Pool, PoolFilter } from '../../pool.ts';
import type { Drawing } from './draw.ts';

/** What a page of the composer is asked for: all of it stands in its address, so that it works without scripts. */
export interface Asked {
  /** The item whose settings are shown; `head`: the first words. */
  chosen: string;
  pool: PoolFilter;
  /** What is approved or goes out is changed only by who has said so. */
  /** The approved text that may be taken back by a change, by its id: not one that is approved later. */
  evenIfApproved: number | null;
  /** The history up to this version, instead of the settings. */
  history: number | 'newest' | null;
}

/** An item with what it stands in, and where it comes from. */
export interface Chosen {
  item: Item;
  parent: Item | null;
  /** A story as it is at its source now. */
  source: Article | null;
}

/** What stands on the page of the composer. */
export interface ComposeView {
  who: SignedIn;
  edition: Edition;
  newsletter: string;
  timeZone: string;
  asked: Asked;
  document: ComposerDocument;
  status: Status;
  /** Null where the mail cannot be drawn. */
  drawing: Drawing | null;
  drawProblem: string | null;
  chosen: Chosen | null;
  pool: Pool;
  choices: { sources: Array<{ id: number; title: string }>; categories: string[] };
  /** Ballots that may stand in it. */
  ballots: Array<{ slug: string; title: string }>;
  tiers: Array<{ slug: string; name: string }>;
  present: Present[];
  history: {
    entries: ChangeEntry[];
    older: number | null;
    /** What was before those is not kept any more. */
    isCut: boolean;
  } | null;
  /** Why nothing may be changed; null where it may. */
  locked: 'read-only' | 'gone' | 'going' | 'approved' | null;
  /** The name of the word that says what was done. */
  did: string;
  problem: string | null;
}
