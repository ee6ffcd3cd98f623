import { system } from '../../src/access/actor.ts';
import { addNewsletter, type Newsletter } from '../../src/publication/newsletters.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { setSender } from '../../src/publication/senders.ts';
import type { Services } from '../../src/services.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';

/** A newsroom to test with: the Courier, its sender, and one daily newsletter. */
export async function openNewsroom(services: Services, slug = 'daily'): Promise<Newsletter> {
  await setPublication(services.db, system, {
    name: 'The Courier',
    postalAddress: '1 Test Street, 49000 Dnipro',
    // Who is held back hangs on the quarter; a test that is about it says so.
    appeals: { holdback: 0 },
  });
  await setSender(services.db, system, null, {
    fromName: 'The Courier',
    fromAddress: 'desk@courier.example',
    replyTo: 'answers@courier.example',
  });
  return addNewsletter(services.db, system, { slug, name: 'The Daily Courier', timeZone: 'Europe/Kyiv' });
}

/** So many readers of a newsletter: reader1@readers.example and so on. */
export async function addReaders(services: Services, newsletter: Newsletter, count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    const address = `reader${index}@readers.example`;
    await addSubscriber(services, {
      actor: system,
      address,
      name: `Reader ${index}`,
      newsletterIds: [newsletter.id],
      attestation: 'a test',
      source: 'sample',
    });
  }
}
