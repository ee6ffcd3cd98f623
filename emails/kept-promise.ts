import { escapeHtml, keepLastWords } from './escape.ts';
import { anchor, column, prose, section } from './parts.ts';
import { wrap } from './plain.ts';
import { topicTextsOf } from './topic-texts.ts';
import type { Context } from './types.ts';

/** What was reported because patrons voted for it, and stands in no edition that its voters were shown. */
export interface KeptPromise {
  /** Of those who voted for it. */
  segment: string;
  title: string;
  url: string;
  reporter: string;
}

/** A row for those who voted for it. No click on it is counted: it would say who they are. */
export function keptPromise(promise: KeptPromise, language: string, context: Context): string {
  const { look, texts } = context;
  const words = topicTextsOf(language).youVoted;
  const linked = anchor(promise.url, escapeHtml(keepLastWords(promise.title)), look.light.ink, 'underline');
  const said = `<p class="accent" style="margin:0 0 4px;font-size:14px;font-weight:700;color:${look.light.accent}">\u2713 ${escapeHtml(words)}</p><p style="margin:0"><strong>${linked}</strong> <span class="soft" style="font-size:14px;color:${look.light.soft}">${escapeHtml(texts.by(promise.reporter))}</span></p>`;
  return section(column(prose(said, context, { size: 16, height: '1.4' })), context, { top: 12, bottom: 16 });
}

/** The same in plain text. */
export function keptPromiseText(
  { title, url, reporter }: KeptPromise,
  language: string,
  { texts }: Context,
): string {
  return `\u2713 ${topicTextsOf(language).youVoted}\n${wrap(title)}\n${wrap(texts.by(reporter))}\n${url}`;
}
