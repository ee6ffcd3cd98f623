import type { Check } from '../../delivery/finding.ts';
import type { Newsletter } from '../../publication/newsletters.ts';
import type { Sender } from '../../publication/senders.ts';
import { type DeskFrame, deskPage, doneNotice, emptyState } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import { colourPart } from './colour-page.ts';
import { postalPart } from './postal-page.ts';
import { senderWords } from './words.ts';
import type { SenderWords } from './words/sender-words.ts';
import { hearDelivery } from '../../delivery/say.ts';

/** What DNS says of a domain. */
export interface Authentication {
  domain: string;
  checks: Check[];
}

export interface SenderView {
  senders: Array<Sender & { newsletterId: number | null }>;
  newsletters: Newsletter[];
  mayChange: boolean;
  /** Null where nobody has asked. */
  found: Authentication[] | null;
  /** Null before the publication is set up. */
  postalAddress: string | null;
  /** As it was given; null before the publication is set up. */
  accent: string | null;
  maySet: boolean;
  done: 'sender' | 'postal' | 'colour' | null;
}

/** Whom mail comes from, by newsletter, and whether others believe it. */
export function senderPage(frame: DeskFrame, view: SenderView): string {
  const words = senderWords(frame.language);
  const { senders, mayChange } = view;
  const hasDefault = senders.some(({ newsletterId }) => newsletterId === null);
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
${doneNotice(doneText(words, view.done))}
${!hasDefault && emptyState(words.none.title, words.none.text, mayChange ? changeLink(words.none.button, 'default') : null)}
${senders.map((sender) => senderPart(words, view, sender))}
${mayChange && hasDefault && ownPart(words, view)}
${view.postalAddress !== null && postalPart(frame, view.postalAddress, view.maySet)}
${view.accent !== null && colourPart(frame, view.accent, view.maySet)}
${senders.length > 0 && authenticationPart(frame.language, words, view.found)}`;
  return deskPage(frame, { title: words.title, body });
}

function doneText(words: SenderWords, done: SenderView['done']): string | null {
  if (done === null) return null;
  return done === 'sender' ? words.done : words[done].done;
}

function senderPart(words: SenderWords, view: SenderView, sender: SenderView['senders'][number]): Html {
  const { newsletters, mayChange } = view;
  const { newsletterId } = sender;
  const name = newsletters.find(({ id }) => id === newsletterId)?.name ?? words.default;
  return html`<section class="sheet"><h2>${name}</h2>
${newsletterId === null && html`<p class="soft">${usesOf(words, view)}</p>`}
${senderFacts(words, sender)}
${mayChange && html`<div class="actions">${changeLink(words.change, newsletterId ?? 'default', words.changeOf(name))}${newsletterId !== null && html`<a class="button quiet" href="/desk/sender/${newsletterId}/remove" aria-label="${words.remove.of(name)}">${words.remove.link}</a>`}</div>`}</section>`;
}

/** The newsletters that have none of their own. */
function usesOf(words: SenderWords, { senders, newsletters }: SenderView): string {
  const own = new Set(senders.map(({ newsletterId }) => newsletterId));
  const names = newsletters.filter(({ id }) => !own.has(id)).map(({ name }) => name);
  return names.length === 0 ? words.service : words.usedBy(names.join(', '));
}

export function senderFacts(words: SenderWords, { fromName, fromAddress, replyTo }: Sender): Html {
  return html`<dl class="facts">
<div><dt>${words.fromName}</dt><dd>${fromName}</dd></div>
<div><dt>${words.fromAddress}</dt><dd>${fromAddress}</dd></div>
<div><dt>${words.replyTo}</dt><dd>${replyTo ?? words.noReplyTo}</dd></div></dl>`;
}

function changeLink(label: string, which: number | 'default', whole: string = label): Html {
  return html`<a class="button quiet" href="/desk/sender/${which}" aria-label="${whole}">${label}</a>`;
}

function ownPart(words: SenderWords, { senders, newsletters }: SenderView): Child {
  const without = newsletters.filter(({ id }) => !senders.some(({ newsletterId }) => newsletterId === id));
  if (without.length === 0) return null;
  return html`<h2>${words.own.title}</h2><p>${words.own.text}</p>
<div class="actions">${without.map(({ id, name }) => changeLink(words.own.button(name), id))}</div>`;
}

function authenticationPart(language: string, words: SenderWords, found: Authentication[] | null): Html {
  const { title, text, button } = words.authentication;
  return html`<h2 id="authentication">${title}</h2><p>${text}</p>
<form method="get" action="/desk/sender#authentication"><input type="hidden" name="check" value="1"><button class="quiet">${button}</button></form>
${(found ?? []).map((one) => authenticationList(language, words, one))}`;
}

/** What DNS says of a domain, each with what to paste. */
export function authenticationList(
  language: string,
  words: SenderWords,
  { domain, checks }: Authentication,
): Html {
  const { of, paste, states } = words.authentication;
  // As `doctor` says it, in English, where it has no other words.
  const tell = (text: string): string => hearDelivery(text)?.(language) ?? text;
  const look = { ok: 'fine', warning: '', failed: 'stop' };
  return html`<h3>${of(domain)}</h3>
<ul class="faults">${checks.map(
    ({ name, state, detail, fix }) =>
      html`<li class="fault ${look[state]}"><strong>${tell(name)}: ${states[state]}</strong><span>${tell(detail)}</span>
${fix !== null && html`<p class="soft small">${paste}</p><pre class="paste">${tell(fix)}</pre>`}</li>`,
  )}</ul>`;
}
