import { z } from 'zod';
import { system } from '../../../access/actor.ts';
import type { Composer, Composers } from '../../../delivery/service-mails.ts';
import { NotFound } from '../../../errors.ts';
import { requireEdition } from '../../edition.ts';
import { renderMailFor } from '../../render-for.ts';
import { renderingFor, requireReader } from './readers.ts';

const testProps = z.object({ editionId: z.number(), reader: z.string(), draft: z.boolean().default(false) });

const editionTest: Composer = async (services, { props, address }) => {
  const { editionId, reader: name, draft } = testProps.parse(props);
  try {
    const edition = await requireEdition(services.db, editionId);
    const reader = await requireReader(services.db, system, name);
    const mail = await renderMailFor(services, { ...renderingFor(reader, edition, address), draft });
    return { ...mail, subject: `[Test] ${mail.subject}` };
  } catch (error) {
    if (error instanceof NotFound) return { noLonger: error.message };
    throw error;
  }
};

/** The mails of the desk about editions, by the kind they are queued with. */
export const editionMails: Composers = { 'edition-test': editionTest };
