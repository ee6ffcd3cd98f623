import type { Services } from '../../src/services.ts';

/**
 * The time of a dead worker's lease goes by: 45 s at the least, which no test waits for. The database's clock judges
 * leases, so it is put back there.
 * @param holders whose leases, as in `leased_by`; everybody's where it is not given
 * @returns the addresses that were in hand under them: those are in doubt now, and nobody else
 */
export async function expireLeases(
  { db }: Services,
  editionId: number,
  holders?: string[],
): Promise<string[]> {
  // Two statements: what the dead one's last claim still wrote while its lease was being ended is seen by the second.
  return db.transaction().execute(async (trx) => {
    const expired = await trx
      .updateTable('deliveryBatches')
      .set({ leaseUntil: new Date(0) })
      .where('editionId', '=', editionId)
      .where('leaseId', 'is not', null)
      .$if(holders !== undefined, (query) => query.where('leasedBy', 'in', holders ?? []))
      .returning('batch')
      .execute();
    if (expired.length === 0) return [];
    const rows = await trx
      .selectFrom('deliveries')
      .select('address')
      .where('editionId', '=', editionId)
      .where(
        'batch',
        'in',
        expired.map(({ batch }) => batch),
      )
      .where('state', '=', 'sending')
      .execute();
    return rows.map(({ address }) => address);
  });
}
