import type { Launch } from '../../../src/delivery/launch.ts';
import type { Outcome } from '../../../src/delivery/queries/groups.ts';
import type { Newsletter } from '../../../src/publication/newsletters.ts';
import type { Services } from '../../../src/services.ts';

/** The real ledger, with one send in it. */
export interface Ledger {
  services: Services;
  newsletter: Newsletter;
  editionId: number;
  launch: Launch;
}

/** What certainly happened to a reader, whatever the ledger says. */
export interface Reader {
  /** How many final dots may have been sent. */
  dots: number;
  /** So many a person has allowed: one, and one more with each "send again". */
  allowed: number;
  /** A "no" was said. */
  no: boolean;
  accepted: boolean;
  /** Of the text it was claimed in last. */
  revisionId: number;
  /** A person sends again what it may have got: in the same words, whatever is corrected. */
  keepsRevision: boolean;
}

/** Rows in intent in a worker's memory. */
export interface Group {
  attemptId: string;
  batch: number;
  leaseId: string;
  /** What is known of each so far; null before its hand-over. */
  rows: Map<number, Outcome | null>;
}

export interface Lease {
  leaseId: string;
  batch: number;
  /** False once its time has gone by: its worker hands nothing over any more. */
  lives: boolean;
}

/** What the workers hold and what they have done; the ledger must never contradict it. */
export class Model {
  readonly readers = new Map<number, Reader>();
  readonly states = new Map<number, string>();
  readonly moves = new Set<string>();
  /** The text that goes out now. */
  revisionId = 0;
  leases: Lease[] = [];
  groups: Group[] = [];
  /** Recorded once, and perhaps once more: the answer to a statement may be lost. */
  last: { attemptId: string; batch: number; outcomes: Outcome[] } | null = null;

  reader(id: number): Reader {
    const reader = this.readers.get(id);
    if (reader === undefined) throw new Error(`${id} is not in the audience`);
    return reader;
  }

  leaseOf({ leaseId }: Group): Lease | undefined {
    return this.leases.find((lease) => lease.leaseId === leaseId);
  }
}

/** One of a list by any number; undefined of an empty one. */
export function choose<T>(list: T[], number: number): T | undefined {
  return list[number % Math.max(list.length, 1)];
}
