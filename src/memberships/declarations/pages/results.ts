import { formatMoney } from '../../../text/money.ts';
import { html, type Html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { formatDay, formatMoment, type Written } from '../../format.ts';
import type { Contract } from '../contracts.ts';
import type { Decision } from '../decide.ts';
import { type Declaration, refundSum } from '../declaration.ts';
import { contractName, declared } from './form.ts';
import { declarationWords } from './words.ts';

/** The receipt on the screen: the same for every address. */
export function receivedPage(frame: PageFrame, declaration: Declaration): string {
  const words = declarationWords(frame.language);
  const title = words[declaration.kind].receivedTitle;
  const body = html`<h1>${title}</h1>
<p class="lead">${words.countsFrom(formatMoment(frame, declaration.receivedAt))}</p>
${receipt(frame, declaration)}
<p>${words.receiptMailed}</p><p>${words.matchNext}</p>`;
  return page(frame, { title, body, isPrivate: true });
}

function receipt(frame: PageFrame, declaration: Declaration): Html {
  const words = declarationWords(frame.language);
  return html`${declared(frame, { ...declaration, named: words[declaration.about] })}
<p class="soft small">${words.number} ${declaration.id} · ${words.receivedAt}: ${formatMoment(frame, declaration.receivedAt)}</p>`;
}

interface MatchView {
  declaration: Declaration;
  token: string;
  options: Array<{ contract: Contract; decision: Decision }>;
}

/** Behind the mailed link: which contract, what it does to it, and the button. */
export function matchPage(frame: PageFrame, { declaration, token, options }: MatchView): string {
  const words = declarationWords(frame.language);
  if (options.length === 0) return nothingFoundPage(frame, token, declaration);
  const several = options.length > 1 && html`<legend>${words.match.choose}</legend>`;
  const body = html`<h1>${words.match.title}</h1><p class="lead">${words.match.text}</p>
<form method="post" action="/declarations/${token}"><fieldset>${several}
${options.map(
  (
    { contract, decision },
    index,
  ) => html`<label class="choice"><input type="radio" name="own" value="${contract.about}.${contract.id}"${index === 0 && html` checked`}>
<span><strong>${contractName(frame.language, contract)}</strong>${consequence(frame, decision)}</span></label>`,
)}</fieldset><button>${words.match.button}</button></form>${receipt(frame, declaration)}`;
  return page(frame, { title: words.match.title, body, isPrivate: true });
}

/** One's address is shown to be one's own all the same: it helps who looks. */
function nothingFoundPage(frame: PageFrame, token: string, declaration: Declaration): string {
  const { match } = declarationWords(frame.language);
  const button = html`<form method="post" action="/declarations/${token}"><button>${match.button}</button></form>`;
  const body = html`<h1>${match.title}</h1><p class="lead">${match.text}</p>${receipt(frame, declaration)}${button}`;
  return page(frame, { title: match.title, body, isPrivate: true });
}

function consequence(frame: PageFrame, { outcome, endsAt, refunds, isCounted }: Decision): string {
  const { language } = frame;
  const { match, outcome: said } = declarationWords(language);
  if (outcome === 'too-late') return said.tooLate;
  const sum = refundSum({ refunds });
  const end = endsAt.getTime() > Date.now() ? match.endsAt(formatDay(frame, endsAt)) : match.endsNow;
  if (!isCounted) return end;
  return `${end} ${sum === null ? match.noRefund : match.refund(formatMoney(sum.amount, sum.currency, language))}`;
}

/** The address is its owner's, and nothing is found: staff go on. */
export function unmatchedPage(frame: PageFrame, declaration: Declaration): string {
  const { match } = declarationWords(frame.language);
  const body = html`<h1>${match.noneTitle}</h1><p class="lead">${match.none}</p>${receipt(frame, declaration)}`;
  return page(frame, { title: match.noneTitle, body, isPrivate: true });
}

/**
 * What came of a declaration.
 * @param token of its link, for what one may do instead; null where there is nothing
 */
export function outcomePage(frame: PageFrame, declaration: Declaration, token: string | null): string {
  const words = declarationWords(frame.language);
  const isRefused = declaration.state === 'refused';
  const title = isRefused ? words.outcome.refusedTitle : words[declaration.kind].doneTitle;
  const { about, membershipId } = declaration;
  const instead = isRefused && about === 'membership' && membershipId !== null && token !== null;
  const body = html`<h1>${title}</h1>
${outcomeLines(declaration, frame).map((line, index) => html`<p${index === 0 && html` class="lead"`}>${line}</p>`)}
${instead && html`<p>${words.outcome.instead}</p><form method="post" action="/declarations/${token}/instead"><button>${words.outcome.insteadButton}</button></form>`}
${receipt(frame, declaration)}
<p><a href="/account">${words.keep}</a></p>`;
  return page(frame, { title, body, isPrivate: true });
}

/** What came of a declaration, a sentence each; pages and mails say the same. */
export function outcomeLines(declaration: Declaration, written: Written): string[] {
  const { language } = written;
  const { outcome } = declarationWords(language);
  const { state, reason, kind, membershipId, giftId, endsAt, doneAt, refundByHand } = declaration;
  if (state === 'refused') {
    const isLate = kind === 'withdraw' && (membershipId !== null || giftId !== null);
    return [isLate ? outcome.tooLate : outcome.refused(reason ?? '')];
  }
  if (state !== 'done') return [outcome.working];
  const isLater = endsAt !== null && doneAt !== null && endsAt > doneAt;
  const end = isLater ? outcome.endsAt(formatDay(written, endsAt)) : outcome.ended;
  const sum = refundSum(declaration);
  if (sum === null) return [end];
  const amount = formatMoney(sum.amount, sum.currency, language);
  return [end, refundByHand ? outcome.byHand(amount) : outcome.refund(amount)];
}
