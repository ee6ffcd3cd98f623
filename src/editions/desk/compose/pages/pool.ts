import type { DeskFrame } from '../../../../views/desk.ts';
import { emptyState } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { PoolArticle } from '../../../pool.ts';
import { articleIdsIn, holdsStories } from '../items.ts';
import type { ComposeView } from '../view.ts';
import { actButton, composerHref } from './forms.ts';
import { nameOf } from './names.ts';
import { composerWords } from './words.ts';

/** The stories there are, the newest first, with what each is known by and where it stood. */
export function poolPart({ language }: DeskFrame, view: ComposeView): Html {
  const { pool: words } = composerWords(language);
  const { pool, asked, locked } = view;
  const here = articleIdsIn(view.document);
  const last = pool.articles.at(-1);
  const older =
    pool.hasMore && last !== undefined ? composerHref(view, { pool: { ...asked.pool, after: last } }) : null;
  return html`<h2 id="stories-title">${words.title}</h2>
${filterForm(language, view)}
${locked === null && html`<p class="small soft" id="pool-where">${whereTo(language, view)}</p>`}
${pool.articles.length === 0 ? emptyState(words.none.title, words.none.text) : html`<ul class="pool" id="pool">${pool.articles.map((article) => story(language, view, article, here.has(article.id)))}</ul>`}
<p class="onward" id="pool-onward">${asked.pool.after !== null && html`<a href="${composerHref(view, { pool: { ...asked.pool, after: null } })}#stories" data-stay>${words.newest}</a>`}${older !== null && html`<a href="${older}#stories" data-stay>${words.older}</a>`}</p>`;
}

function filterForm(language: string, view: ComposeView): Html {
  const { pool: words } = composerWords(language);
  const { sourceId, category, use, search } = view.asked.pool;
  const { sources, categories } = view.choices;
  const uses = { '': words.anyUse, new: words.unused, used: words.used };
  const kept = { block: view.asked.chosen, edit: view.asked.evenIfApproved ?? '' };
  return html`<form class="pool-filter" id="pool-filter" method="get" action="/desk/editions/${view.edition.id}/compose#stories" role="search">
${Object.entries(kept).map(([name, value]) => value !== '' && html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="field"><label for="pool-q">${words.search}</label><input id="pool-q" name="q" type="search" value="${search}" maxlength="100" autocomplete="off"></div>
${select('use', words.use, use, Object.entries(uses))}
${select('source', words.source, String(sourceId ?? ''), [['', words.any], ...sources.map(({ id, title }): [string, string] => [String(id), title])])}
${select('category', words.category, category, [['', words.any], ...categories.map((name): [string, string] => [name, name])])}
<button class="quiet small">${words.show}</button></form>`;
}

function select(name: string, label: string, value: string, options: Array<[string, string]>): Html {
  return html`<div class="field"><label for="pool-${name}">${label}</label><select id="pool-${name}" name="${name}">${options.map(
    ([option, text]) =>
      html`<option value="${option}"${option === value && html` selected`}>${text}</option>`,
  )}</select></div>`;
}

function whereTo(language: string, { chosen }: ComposeView): string {
  const { where } = composerWords(language).pool;
  if (chosen === null) return where.end;
  const { item, parent } = chosen;
  const container = [item, parent].find((one) => one !== null && holdsStories(one)) ?? null;
  if (container !== null) return where.into(nameOf(language, container));
  return (parent ?? item).kind === 'footer' ? where.end : where.after(nameOf(language, parent ?? item));
}

function story(language: string, view: ComposeView, article: PoolArticle, isHere: boolean): Html {
  const { pool: words } = composerWords(language);
  const { id, title, url, category, source, publishedAt, picture, uses } = article;
  const lang = article.language ?? view.edition.language;
  const used = uses.map(({ newsletter, number }) => `${newsletter} ${number}`).join(', ');
  const facts = [source ?? words.noSource, category].filter((one) => one !== '');
  return html`<li id="story-${id}" class="story${isHere && ' here'}"${!isHere && view.locked === null && html` data-article="${id}"`}>
${picture === null ? html`<span class="story-picture none"></span>` : html`<img class="story-picture" src="${picture.src}" width="${picture.width}" height="${picture.height}" alt="" loading="lazy" draggable="false">`}
<div class="story-words"><p class="story-title" lang="${lang}"><a href="${url}" rel="noreferrer" target="_blank" draggable="false">${title}</a></p>
<p class="story-facts">${age(language, publishedAt, view.timeZone)} · ${facts.join(' · ')}</p>
${used !== '' && html`<p class="story-facts used">${words.usedIn(used)}</p>`}
${isHere ? html`<p class="story-facts is-here">${words.here}</p>` : html`<div class="story-acts">${actButton(view, { act: `story:${id}`, label: words.add, name: words.addOf(title), look: 'chip', id: `add-${id}` })}${actButton(view, { act: `story-lead:${id}`, label: words.asLead, name: words.asLeadOf(title), look: 'chip', id: `lead-${id}` })}</div>`}</div></li>\n`;
}

const hourMs = 3_600_000;

/** How old a story is, in the words of a clock; past two days its date. */
function age(language: string, at: Date, timeZone: string): Html {
  const locale = language === 'en' ? 'en-GB' : language;
  const hours = Math.round((Date.now() - at.getTime()) / hourMs);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const said =
    hours >= 48
      ? date.format(at)
      : hours >= 1
        ? relative.format(-hours, 'hour')
        : relative.format(-Math.max(1, Math.round((Date.now() - at.getTime()) / 60_000)), 'minute');
  return html`<time datetime="${at.toISOString()}">${said}</time>`;
}
