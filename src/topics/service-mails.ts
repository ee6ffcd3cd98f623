import { z } from 'zod';
import { renderMessage } from '../../emails/index.ts';
import type { Composer, Composers } from '../delivery/service-mails.ts';
import { NotFound } from '../errors.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { requirePublication } from '../publication/publication.ts';
import { selectSuggestion } from './queries/topics.ts';

const outcomeProps = z.object({
  suggestionId: z.number(),
  outcome: z.enum(['accepted', 'declined', 'merged']),
});

const topicOutcome: Composer = async ({ db, config }, { props, language }) => {
  const { suggestionId, outcome } = outcomeProps.parse(props);
  const suggestion = await selectSuggestion(db, suggestionId);
  if (suggestion === undefined) throw new NotFound(`there is no suggestion ${suggestionId} any more`);
  const { title, reason, intoTitle } = suggestion;
  const url = `${config.publicUrl}/topics`;
  const said = { outcome, suggestion: title, reason, into: intoTitle ?? '', url };
  const publication = mailTheme(await requirePublication(db));
  return renderMessage('topic-outcome', said, { publication, language, baseUrl: config.publicUrl });
};

/** The service mails of this domain, by the kind they are queued with. */
export const topicMails: Composers = { 'topic-outcome': topicOutcome };
