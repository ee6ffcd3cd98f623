import type { Db } from '../db.ts';
import type { Services } from '../services.ts';

/** Whose it is: as a subscriber, by the keyed hash of the address, and by its folded form. */
export interface KeptSubject {
  subscriberId: number | null;
  addressHash: Buffer;
  addressKey: string;
}

/** What a domain to the left keeps of people; this one does not know it by name. */
export interface KeptElsewhere {
  /** What it is called where a person is shown. */
  name: string;
  /** All of it, for the person to see; empty where there is none. */
  show(db: Db, subject: KeptSubject): Promise<Array<Record<string, unknown>>>;
  /** What of it stands in an export: a cell for each column, for those of these people who have any. */
  exported: {
    columns: string[];
    cellsOf(db: Db, subscriberIds: number[], now: Date): Promise<Map<number, string[]>>;
  };
  /**
   * What must be done outside of the database before an erasure, such as ending what is paid for.
   * @throws what stands against it; then nobody is erased
   */
  beforeErasure(services: Services, subject: KeptSubject, now: Date): Promise<void>;
  /** Takes the person out of what is kept, in the transaction that erases them. */
  forget(trx: Db, subject: KeptSubject, now: Date): Promise<void>;
}
