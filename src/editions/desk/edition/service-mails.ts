import { z } from 'zod';
import { system } from '../../../access/actor.ts';
import type { Composer, Composers } from '../../../delivery/service-mails.ts';
import { NotFound } from '../../../errors.ts';
import { requireEdition } from '../../edition.ts';
import { renderMessage } from '../../../../emails/index.ts';
import { requireNewsletter } from '../../../publication/newsletters.ts';
import { staffFrame } from '../../../staff/service-mails.ts';
import { hear } from '../../say.ts';
import { renderMailFor } from '../../render-for.ts';
import { renderingFor, requireReader } from './readers.ts';

const testProps = z.object({ editionId: z.number(), reader: z.string(), draft: z.boolean().default(false) });

const editionTest: Composer = async (services, { props, address }) => {
  const { editionId, reader: name, draft } = testProps.parse(props);
  try {
    const edition = await requireEdition(services.db, editionId);
    const reader = await requireReader(services.db, system, edition, name);
    const rendering = await renderingFor(services.db, reader, edition, address);
    const mail = await renderMailFor(services, { ...rendering, draft });
    return { ...mail, subject: `[Test] ${mail.subject}` };
  } catch (error) {
    if (error instanceof NotFound) return { noLonger: error.message };
    throw error;
  }
};

const heldProps = z.object({ editionId: z.number(), problem: z.string().nullable() });

const editionHeld: Composer = async (services, { props, language }) => {
  const { editionId, problem } = heldProps.parse(props);
  const edition = await requireEdition(services.db, editionId);
  if (edition.state !== 'draft') return { noLonger: 'the edition was approved or taken off meanwhile' };
  const { name } = await requireNewsletter(services.db, edition.newsletterId);
  return renderMessage(
    'edition-held',
    {
      url: `${services.config.publicUrl}/desk/editions/${editionId}`,
      newsletter: name,
      number: edition.number,
      title: edition.subject,
      problem: problem === null ? null : (hear(problem)?.(language) ?? problem),
    },
    await staffFrame(services, language),
  );
};

/** The mails of the desk about editions, by the kind they are queued with. */
export const editionMails: Composers = {
  'edition-test': editionTest,
  'edition-held': editionHeld,
};
