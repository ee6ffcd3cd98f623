import { z } from 'zod';
import { renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { formatMoment } from '../format.ts';
import { mailFrame } from '../mail-frame.ts';
import { requirePublication } from '../../publication/publication.ts';
import { matchToken } from './link.ts';
import { requireDeclaration } from './match.ts';
import { declarationWords } from './pages/words.ts';
import { outcomeLines } from './pages/results.ts';

const declarationProps = z.object({ declarationId: z.number() });

/** To whoever's address was given: what was declared, when it was received, and the button that proves the address. */
const receipt: Composer = async (services, mail) => {
  const { declarationId } = declarationProps.parse(mail.props);
  const declaration = await requireDeclaration(services.db, declarationId);
  const { kind, name, address, about, contract, receivedAt, state } = declaration;
  const words = declarationWords(mail.language);
  const publication = await requirePublication(services.db);
  const props = {
    kind,
    name: withoutLinks(name),
    address: address ?? mail.address,
    contract: contract === '' ? words[about] : `${words[about]}: ${withoutLinks(contract)}`,
    receivedAt: formatMoment({ language: mail.language, publication }, receivedAt),
    toMatch: state === 'received',
    url: linkTo(services.config.publicUrl, matchToken(services, declarationId, receivedAt)),
  };
  return renderMessage('declaration-receipt', props, await mailFrame(services, mail.language));
};

/** What came of it. */
const outcome: Composer = async (services, mail) => {
  const { declarationId } = declarationProps.parse(mail.props);
  const declaration = await requireDeclaration(services.db, declarationId);
  const words = declarationWords(mail.language);
  const frame = await mailFrame(services, mail.language);
  const written = { language: mail.language, publication: await requirePublication(services.db) };
  const isRefused = declaration.state === 'refused';
  const isLate = isRefused && declaration.membershipId !== null;
  const title = isRefused ? words.outcome.refusedTitle : words[declaration.kind].doneTitle;
  const { publicUrl } = services.config;
  const link = linkTo(publicUrl, matchToken(services, declarationId, declaration.receivedAt));
  const props = {
    subject: `${title} · ${frame.publication.name}`,
    title,
    paragraphs: [...outcomeLines(declaration, written), ...(isLate ? [words.outcome.instead] : [])],
    facts: [
      { label: words.number, value: String(declarationId) },
      { label: words.receivedAt, value: formatMoment(written, declaration.receivedAt) },
    ],
    button: isLate ? words.outcome.insteadButton : words.keep,
    url: isLate ? link : `${publicUrl}/account`,
    small: '',
    links: [],
  };
  return renderMessage('membership-notice', props, frame);
};

/** The service mails of declarations, by the kind they are queued with. */
export const declarationMails: Composers = {
  'declaration-receipt': receipt,
  'declaration-outcome': outcome,
};

function linkTo(publicUrl: string, token: string): string {
  return `${publicUrl}/declarations/${token}`;
}

/** Anybody can have a receipt mailed to anybody: it carries no address of theirs to click on. */
function withoutLinks(text: string): string {
  return text.replace(/\S*(:\/\/|www\.|\.\w{2,}\/)\S*/gi, '…').replace(/(\w)\.(\w{2,})/g, '$1 . $2');
}
