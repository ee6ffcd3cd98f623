import { wordsIn } from '../../../languages/index.ts';
import { html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import type { AppealExplained } from '../appeals/explain.ts';
import { en } from './words/en.ts';
import { localeOf } from '../../text/long-day.ts';

export interface WhyLinks {
  preferences: string;
  support: string;
}

/** Why somebody was asked for money in a mail. Says nothing of who they are: mails get forwarded. */
export function whyPage(frame: PageFrame, told: AppealExplained, links: WhyLinks): string {
  const words = wordsIn('whyPage', frame.language, en);
  const { decision, cap, days, asked } = told;
  const date = new Intl.DateTimeFormat(localeOf(frame.language), { dateStyle: 'long' }).format(
    told.launchedAt ?? new Date(0),
  );
  const body = html`<h1>${words.title}</h1>
<p class="small">${words.edition(told.newsletter, date)}</p>
<p class="lead">${words.decision[decision]}</p>
<h2>${words.rulesTitle}</h2>
<ul><li>${words.cap(cap, days)} ${words.asked(asked, days)}</li><li>${words.silence}</li><li>${words.measured}</li></ul>
<h2>${words.stopTitle}</h2>
<p>${words.stop}</p>
<p><a href="${links.preferences}">${words.preferences}</a> · <a href="${links.support}">${words.support}</a></p>`;
  return page(frame, { title: words.title, body, isPrivate: true });
}

/** For a link that names no mail that is still known. */
export function whyUnknownPage(frame: PageFrame): string {
  const { gone } = wordsIn('whyPage', frame.language, en);
  return page(frame, {
    title: gone.title,
    body: html`<h1>${gone.title}</h1><p>${gone.text}</p>`,
    isPrivate: true,
  });
}
