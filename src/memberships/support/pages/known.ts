import { type Html, html } from '../../../views/html.ts';
import type { SupportWords } from './words/support-words.ts';

/** Whom the page knows, and how much of them it may show. */
export type Known =
  | { kind: 'nobody'; isPatron: false }
  /** By a link that may have been forwarded: the address is masked, and no terms are shown. */
  | { kind: 'by-link'; address: string; isPatron: boolean; patron: null }
  | { kind: 'signed-in'; address: string; isPatron: boolean; patron: KnownPatron | null };

/** What a patron has, in words. */
export interface KnownPatron {
  tier: string;
  terms: string;
  date: string;
  renews: boolean;
}

/** Who is known, and what they have already. */
export function knownNote({ as: words, patron }: SupportWords, known: Known): Html | null {
  if (known.kind === 'nobody') return null;
  const who = known.kind === 'signed-in' ? words.signedIn(known.address) : words.byLink(known.address);
  const note = html`<p class="support-known small">${who}${known.kind === 'by-link' && html` <a href="/support">${words.notYou}</a>`}</p>`;
  return html`${note}${known.isPatron && patronNote(patron, known.patron)}`;
}

function patronNote(words: SupportWords['patron'], has: KnownPatron | null): Html {
  const date =
    has === null || has.date === '' ? '' : has.renews ? words.renews(has.date) : words.until(has.date);
  return html`<section class="done support-patron"><h2>${words.title}</h2>
<p>${has === null ? words.plain : `${words.text(has.tier, has.terms)} ${date}`}</p>
<p><a class="button" href="/account">${words.change}</a></p><p class="small soft">${words.meanwhile}</p></section>`;
}

/** What is to be said before all else. */
export function frameNotes(
  words: SupportWords,
  { stopped = false, isSandbox }: { stopped?: boolean; isSandbox: boolean },
): Html {
  return html`${isSandbox && html`<p class="support-sandbox small">${words.sandbox}</p>`}
${stopped && html`<p class="done" role="status">${words.stopped}</p>`}`;
}
