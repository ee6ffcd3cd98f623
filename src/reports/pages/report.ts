import { barOf } from '../../editions/desk/figures.ts';
import { nameOf } from '../../editions/desk/parts.ts';
import { formatMoney } from '../../text/money.ts';
import { deskPage } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import { reportDetail } from '../people/kinds.ts';
import type { Named } from '../report/read-report.ts';
import { bounceLabel, bounceText } from './bounce-label.ts';
import { linkedNumber } from './people-number.ts';
import { peopleNumber, type ReportView } from './report-view.ts';
import { clicksPart } from './report-clicks.ts';
import { comparedPart, subjectsPart } from './report-compared.ts';
import { headOf, numberTable, numbersOf, percentIn, type Scene, timeIn } from './parts.ts';
import { afterWords, destinationName, liveWords } from './words.ts';

/** What became of an edition, every number with a way to the people behind it. */
export function reportPage(scene: Scene, view: ReportView): string {
  const { frame } = scene;
  const { report: words } = afterWords(frame.language);
  const live = liveWords(frame.language);
  const { edition, counts } = view.report;
  const name = nameOf(edition);
  const at = `/desk/editions/${edition.id}`;
  const links = [
    { href: '/desk/editions', label: live.back },
    { href: at, label: live.toEdition },
    { href: `${at}/corrections`, label: words.corrections },
  ];
  const time = timeIn(scene);
  const isLive = counts.pending > 0;
  const body = html`${headOf(links, edition.subject, `${words.title}: ${name}, ${time(edition.launchedAt)}`, edition.language)}
${isLive && html`<p class="missing mild">${words.live} <a href="${at}/sending">${words.liveLink}</a></p>`}
${edition.prunedAt !== null && html`<p class="soft">${words.pruned(time(edition.prunedAt))}</p>`}
<div class="halves"><section>${balancePart(scene, view)}</section>
<section>${backPart(scene, view)}</section></div>
${view.seesPeople && whyForm(scene, edition.id)}
${clicksPart(scene, view)}
${subjectsPart(scene, view.report)}
${moneyPart(scene, view)}
${comparedPart(scene, view.report)}
${placesPart(scene, view)}
<p class="onward"><a href="${at}/report.csv">${words.csv}</a> <a href="${at}/history.csv">${words.historyCsv}</a></p>`;
  return deskPage(frame, { title: `${words.title}: ${name}`, body });
}

const rows = ['sent', 'failed', 'suppressed', 'uncertain', 'cancelled', 'pending'] as const;

function balancePart(scene: Scene, view: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { edition, counts, failures, suppressions } = view.report;
  const { columns, outcomes } = words;
  const percent = percentIn(scene.frame.language);
  const line = (kind: (typeof rows)[number] | 'eligible', count: number): Child[] => [
    outcomes[kind],
    peopleNumber(scene, view, { kind, count }, outcomes[kind]),
    percent(count, edition.eligible),
  ];
  const lines = rows.flatMap((kind) => [
    line(kind, counts[kind]),
    ...(kind === 'failed' ? reasonLines(scene, view, 'failed', failures, words.failures) : []),
    ...(kind === 'suppressed'
      ? reasonLines(scene, view, 'suppressed', suppressions, words.suppressions)
      : []),
  ]);
  const name = nameOf(edition);
  const write = numbersOf(scene);
  const label = liveWords(scene.frame.language).list.outcome(
    name,
    write(counts.sent),
    write(edition.eligible),
  );
  return html`<h2>${words.balance}</h2><p class="soft">${words.balanceText}</p>
${barOf({ ...counts, eligible: edition.eligible }, label)}
${numberTable(words.balance, [columns.what, columns.count, columns.share], [...lines, line('eligible', edition.eligible)])}`;
}

/** Under a line of the balance, why. */
function reasonLines(
  scene: Scene,
  view: ReportView,
  kind: 'failed' | 'suppressed',
  reasons: Named[],
  words: Record<string, string>,
): Child[][] {
  const { report: all } = afterWords(scene.frame.language);
  const percent = percentIn(scene.frame.language);
  return reasons.map(({ name, count }) => {
    const label = words[name] ?? (name === '' ? all.other : name);
    return [
      html`<span class="soft">– ${label}</span>`,
      peopleNumber(scene, view, { kind, count, detail: name }, label),
      percent(count, view.report.edition.eligible),
    ];
  });
}

/** A POST, though it changes nothing: so that nobody's address stands in an address. */
export function whyForm({ frame }: Scene, editionId: number, typed = ''): Html {
  const { report: words } = afterWords(frame.language);
  return html`<section class="why" aria-labelledby="why"><h2 id="why">${words.whyTitle}</h2><p class="soft">${words.whyText}</p>
<form method="post" action="/desk/editions/${editionId}/why" class="inline">
<div class="field"><label for="address">${words.address}</label><input id="address" name="address" type="text" inputmode="email" required maxlength="254" autocomplete="off" value="${typed}"></div>
<button>${words.whyButton}</button></form></section>`;
}

function backPart(scene: Scene, view: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { edition, counts, bounces } = view.report;
  const percent = percentIn(scene.frame.language);
  const handed = counts.sent + edition.refused;
  const lines: Array<[string, Child, number]> = [
    [
      words.unsubscribed,
      peopleNumber(scene, view, { kind: 'unsubscribed', count: edition.unsubscribed }, words.unsubscribed),
      edition.unsubscribed,
    ],
    [
      words.complained,
      peopleNumber(scene, view, { kind: 'complained', count: edition.complained }, words.complained),
      edition.complained,
    ],
    [
      words.refused,
      peopleNumber(scene, view, { kind: 'failed', detail: 'hard', count: edition.refused }, words.refused),
      edition.refused,
    ],
    [
      words.bounced,
      peopleNumber(scene, view, { kind: 'bounced', count: edition.bounced }, words.bounced),
      edition.bounced,
    ],
    [
      words.faults,
      peopleNumber(scene, view, { kind: 'faults', count: edition.senderFaults }, words.faults),
      edition.senderFaults,
    ],
  ];
  const isNothing = lines.every(([, , count]) => count === 0) && bounces.length === 0;
  const { columns } = words;
  const table = numberTable(
    words.back,
    [columns.what, columns.count, columns.share],
    lines.map(([name, value, count]) => [name, value, percent(count, handed)]),
  );
  return html`<h2>${words.back}</h2>
${isNothing ? html`<p>${words.nothingBack}</p>` : table}
${
  bounces.length > 0 &&
  html`<h3>${words.bounces}</h3>${numberTable(
    words.bounces,
    [words.reason, columns.count],
    bounces.map((one) => [
      bounceLabel(words, one),
      peopleNumber(
        scene,
        view,
        { kind: 'reported', count: one.count, detail: reportDetail(one) },
        bounceText(words, one),
      ),
    ]),
  )}`
}`;
}

function moneyPart(scene: Scene, view: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { traced, edition } = view.report;
  const { language } = scene.frame;
  const write = numbersOf(scene);
  if (traced.patrons === 0 && traced.given.length === 0)
    return html`<h2>${words.money}</h2><p>${words.nothingGiven}</p>`;
  const patrons = linkedNumber(
    scene,
    { editionId: edition.id, isOpen: view.seesPatrons },
    { kind: 'patrons', count: traced.patrons },
    words.patrons,
  );
  return html`<h2>${words.money}</h2><p class="soft">${words.moneyText}</p>
<dl class="numbers"><div><dt>${words.patrons}</dt><dd>${patrons}</dd></div>
${traced.given.map(({ currency, amount, payments }) => html`<div><dt>${words.given}</dt><dd>${formatMoney(amount, currency, language)} <small>${words.payments(payments, write(payments))}</small></dd></div>`)}</dl>`;
}

function placesPart(scene: Scene, view: ReportView): Html {
  const { language } = scene.frame;
  const { report: words } = afterWords(language);
  const { sending } = liveWords(language);
  const { destinations, texts } = view.report;
  const { outcomes } = words;
  const places = destinations.map(({ destination, ...counts }) => {
    const name = destinationName(language, destination);
    const numberOf = (kind: 'sent' | 'failed' | 'pending'): Child =>
      peopleNumber(scene, view, { kind, count: counts[kind], destination }, `${name}, ${outcomes[kind]}`);
    return [name, numberOf('sent'), numberOf('failed'), numberOf('pending')];
  });
  const textLines = texts.map(({ number, sent }) => [
    words.text(number),
    peopleNumber(scene, view, { kind: 'sent', count: sent, text: number }, words.text(number)),
  ]);
  return html`<h2>${words.destinations}</h2>
${numberTable(words.destinations, [sending.group, outcomes.sent, outcomes.failed, outcomes.pending], places)}
${
  texts.length > 1 &&
  html`<h2>${words.texts}</h2>${numberTable(words.texts, [words.texts, outcomes.sent], textLines)}`
}`;
}
