import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../../access/desk.ts';
import { deskFrameOf } from '../../access/desk-frame.ts';
import { findSuppressions, liftableByStaff, liftByStaff, type Stream } from '../../delivery/suppress.ts';
import { InvalidInput } from '../../errors.ts';
import { idIn, listField, textField } from '../../http/fields.ts';
import { listNewsletters } from '../../publication/newsletters.ts';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { eraseSubscriber } from '../erase.ts';
import { form } from '../http-parts.ts';
import type { KeptElsewhere } from '../kept-elsewhere.ts';
import { requireReader } from '../read-reader.ts';
import { suppressAddress } from '../suppress-address.ts';
import { unsubscribeFor } from '../unsubscribe-for.ts';
import { confirmPage } from './pages/confirm.ts';
import type { ReaderAct } from './words/reader-words.ts';
import { orShow } from '../../http/or-show.ts';
import { say } from '../say.ts';

const streams: Stream[] = ['bulk', 'service'];

/**
 * `/desk/readers/7/unsubscribe` and so on: a page that asks, and what it asks.
 * @param show the reader's page, with why it could not be done
 */
export function createActRoutes(
  services: Services,
  elsewhere: KeptElsewhere[],
  show: (request: Request, response: Response, problem: string) => Promise<void>,
): Router {
  const { db } = services;
  const doing: Record<ReaderAct, (request: Request, response: Response) => Promise<unknown>> = {
    unsubscribe: (request, response) => {
      const newsletterId = newsletterIn(textField(request, 'newsletter'));
      return unsubscribeFor(services, signedIn(response).actor, {
        subscriberId: idIn(request),
        newsletterId,
      });
    },
    suppress: async (request, response) => {
      const { address } = await requireReader(db, idIn(request));
      const chosen = streams.filter((stream) => listField(request, 'stream').includes(stream));
      if (chosen.length === 0) throw new InvalidInput(say.chooseStream);
      await suppressAddress(services, signedIn(response).actor, address, chosen);
    },
    lift: async (request, response) => {
      const { addressHash } = await requireReader(db, idIn(request));
      await liftByStaff(db, signedIn(response).actor, addressHash);
    },
    erase: async (request, response) => {
      const { address } = await requireReader(db, idIn(request));
      await eraseSubscriber(services, signedIn(response).actor, address, elsewhere);
    },
  };
  const router = Router();
  for (const act of Object.keys(doing) as ReaderAct[]) {
    router.get(`/desk/readers/:id/${act}`, may('subscribers.change'), (request, response) =>
      ask(services, request, response, act),
    );
    router.post(`/desk/readers/:id/${act}`, may('subscribers.change'), form, async (request, response) => {
      const id = idIn(request);
      const doIt = async (): Promise<void> => {
        await doing[act](request, response);
        response.redirect(
          303,
          act === 'erase' ? '/desk/readers?done=erase' : `/desk/readers/${id}?done=${act}`,
        );
      };
      await orShow(response, signedIn(response).language, doIt, (problem) =>
        show(request, response, problem),
      );
    });
  }
  return router;
}

async function ask({ db }: Services, request: Request, response: Response, act: ReaderAct): Promise<void> {
  const { id, address, addressHash } = await requireReader(db, idIn(request));
  const { newsletter } = request.query;
  const reasons = (await findSuppressions(db, addressHash)).map(({ reason }) => reason);
  const isLiftable = (reason: string): boolean => liftableByStaff.includes(reason);
  const asked = {
    act,
    id,
    address,
    newsletters: await listNewsletters(db),
    newsletter: typeof newsletter === 'string' ? newsletter : '',
    standing: {
      liftable: reasons.filter(isLiftable),
      left: reasons.filter((reason) => !isLiftable(reason)),
    },
  };
  response.send(confirmPage(deskFrameOf(request, response, await loadPublication(db)), asked));
}

/** '' is every newsletter. */
function newsletterIn(text: string): number | null {
  if (text === '') return null;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidInput(say.noNewsletter(JSON.stringify(text)));
}
