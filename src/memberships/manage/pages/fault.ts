import { html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import { manageWords } from './words.ts';
import type { ManageWords } from './words/manage-words.ts';

/** What was asked for was not done, and why; nothing has changed. */
export function faultPage(frame: PageFrame, why: keyof ManageWords['faults']['why']): string {
  const { title, away, why: texts, account } = manageWords(frame.language).faults;
  const heading = why === 'away' ? away : title;
  const body = html`<h1>${heading}</h1><p class="lead">${texts[why]}</p><p><a class="button" href="/account#membership">${account}</a></p>`;
  return page(frame, { title: heading, body, isPrivate: true });
}
