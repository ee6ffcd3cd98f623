import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Services } from '../services.ts';
import type { KeptElsewhere } from './kept-elsewhere.ts';
import { requireReader } from './read-reader.ts';
import { showSubscriber } from './show-subscriber.ts';

/**
 * All that is kept of one person, to be handed to them (GDPR articles 15 and 20).
 * @throws NotFound; Forbidden, SignInAgain
 */
export async function exportPerson(
  services: Services,
  actor: Actor,
  id: number,
  elsewhere: KeptElsewhere[],
): ReturnType<typeof showSubscriber> {
  demand(actor, 'subscribers.export');
  const { address } = await requireReader(services.db, id);
  const all = await showSubscriber(services, address, elsewhere);
  await recordAudit(services.db, actor, 'subscriber.export-one', `subscriber:${id}`);
  return all;
}
