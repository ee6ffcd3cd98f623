import type { Request } from 'express';
import { loadPublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { loadFrame } from '../../subscribers/http-parts.ts';
import type { PageFrame } from '../../views/layout.ts';
import type { Typed } from './choice.ts';
import { fieldsOf, typedOf } from './fields.ts';
import { loadOffer, type Offer } from './offer.ts';
import type { Known } from './pages/known.ts';
import { knownOf, readVisitor, type Visitor } from './visitor.ts';

/** What a step of the form is about: who asks, what is offered, what was chosen so far. */
export interface Scene {
  frame: PageFrame;
  visitor: Visitor;
  known: Known;
  offer: Offer;
  typed: Typed;
  timeZone: string;
  stopped: boolean;
  /** The key of the browser that a form is made for. */
  key: string;
}

export async function readScene(services: Services, request: Request, given: unknown): Promise<Scene> {
  const field = fieldsOf(given);
  const visitor = await readVisitor(services, request, { r: field('r'), e: field('e') });
  const frame = await loadFrame(services, request, visitor.language);
  const timeZone = (await loadPublication(services.db))?.timeZone ?? 'UTC';
  const { language } = frame;
  const typed = typedOf(given);
  const asked = { currency: field('currency').toLowerCase(), language, tier: typed.tier };
  return {
    frame,
    visitor,
    timeZone,
    typed,
    known: await knownOf(services, visitor, { language, timeZone }),
    offer: await loadOffer(services, asked),
    stopped: field('stopped') !== '',
    // Of a form that was sent, never of a link: whoever made the link would know what its browser is known by.
    key: request.method === 'POST' ? field('key') : '',
  };
}
