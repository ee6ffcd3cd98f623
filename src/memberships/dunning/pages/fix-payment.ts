import { html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { fixWords } from './words.ts';

export interface Owed {
  token: string;
  amount: string;
  until: string;
  needsAction: boolean;
}

/** What is owed, and one button. The link may have been forwarded: nothing else is shown. */
export function fixPaymentPage(frame: PageFrame, { token, amount, until, needsAction }: Owed): string {
  const words = fixWords(frame.language);
  const body = html`<h1>${words.title}</h1>
<p class="lead">${words.owed(amount)} ${needsAction && words.confirm}</p>
<p>${words.until(until)}</p>
<form method="post" action="/fix-payment/${token}"><button>${needsAction ? words.confirmButton : words.button}</button></form>
<p class="soft">${words.leads}</p>`;
  return page(frame, { title: words.title, body, isPrivate: true });
}

/** There is nothing to pay by this link, or not just now. */
export function notPayablePage(frame: PageFrame, why: 'over' | 'away' | 'invalid'): string {
  const words = fixWords(frame.language);
  const { title, text } = words[why];
  const body = html`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/account">${words.account}</a></p>`;
  return page(frame, { title, body, isPrivate: true });
}
