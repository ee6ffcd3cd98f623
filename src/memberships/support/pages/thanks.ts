import { type Html, html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import type { Thanks } from '../thanks.ts';
import { paragraphsOf } from './support.ts';
import { supportWords } from './words.ts';
import type { SupportWords } from './words/support-words.ts';

/**
 * What came of a purchase, to the browser that began it.
 * @param again where the page looks again while the payment is on its way; null: it has done so often enough
 */
export function thanksPage(frame: PageFrame, thanks: Thanks, again: string | null): string {
  const words = supportWords(frame.language);
  return page(frame, { ...contentOf(words, thanks, again), isPrivate: true });
}

interface Content {
  title: string;
  body: Html;
}

function contentOf(all: SupportWords, thanks: Thanks, again: string | null): Content {
  const { thanks: words } = all;
  switch (thanks.kind) {
    case 'waiting':
      return again === null
        ? simple(words.title, words.later)
        : simple(
            words.waiting,
            words.waitingText,
            null,
            html`<p><a class="button quiet" href="${again}">${words.look}</a></p>`,
          );
    case 'patron':
      return patron(words, thanks);
    case 'unclaimed':
      return unclaimed(all, thanks);
    case 'contribution':
      return simple(words.title, words.onceText, words.once(thanks.amount), goOn('/archive', words.read));
    case 'gift': {
      const when = thanks.today ? words.giftToday : words.giftText(thanks.date);
      return simple(words.title, when, words.gift(thanks.recipient), goOn('/archive', words.read));
    }
    case 'second':
      return simple(words.refunded, words.refundedText, null, goOn('/account', words.account));
    case 'expired':
      return simple(words.expired, words.nothingCharged, null, goOn('/support', words.again));
    case 'failed':
      return simple(words.failed, words.nothingCharged, null, goOn('/support', words.again));
    case 'foreign':
      return simple(words.foreign, words.foreignText, null, goOn('/support', words.again));
  }
}

function goOn(href: string, label: string): Html {
  return html`<p><a class="button" href="${href}">${label}</a></p>`;
}

function simple(title: string, text: string, lead: string | null = null, more: Html | null = null): Content {
  const body = html`<h1>${title}</h1>${lead !== null && html`<p class="lead">${lead}</p>`}
<p${lead === null && html` class="lead"`}>${text}</p>${more}`;
  return { title, body };
}

function patron(words: SupportWords['thanks'], thanks: Extract<Thanks, { kind: 'patron' }>): Content {
  const { tier, benefits, welcome, terms, paid, date } = thanks;
  const pays = date === '' ? words.paysNoDate(terms) : words.pays(terms, date);
  const lowered = date === '' ? words.paidNoDate(paid) : words.paid(paid, date);
  const body = html`<h1>${words.title}</h1><p class="lead">${words.patronOf(tier)}</p>
${welcome !== '' && html`<blockquote class="welcome">${paragraphsOf(welcome).map((text) => html`<p>${text}</p>`)}</blockquote>`}
<h2>${words.yours}</h2><ul class="yours">${[...benefits, words.vote, words.quiet, words.receipts].map((text) => html`<li>${text}</li>`)}</ul>
<p>${paid === '' ? pays : lowered}</p>
<div class="actions"><a class="button" href="/account">${words.account}</a> <a class="button quiet" href="/archive">${words.read}</a></div>`;
  return { title: words.title, body };
}

function unclaimed(
  { thanks: words, claim }: SupportWords,
  thanks: Extract<Thanks, { kind: 'unclaimed' }>,
): Content {
  const lead = thanks.address === null ? words.claimUnknown : words.claim(thanks.address);
  const body = html`<h1>${words.title}</h1><p class="lead">${lead}</p>
${thanks.address !== null && html`<p>${words.claimText} <a href="/claim">${claim.lost}</a></p>`}
<h2>${thanks.tier}</h2><ul class="yours">${[...thanks.benefits, words.vote].map((text) => html`<li>${text}</li>`)}</ul>
<p><a class="button quiet" href="/archive">${words.read}</a></p>`;
  return { title: words.title, body };
}
