import { type Child, type Html, html, raw } from '../../../views/html.ts';
import { accounts, cards } from '../objects/payment-method.ts';

const styles = `:root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#14171c;--soft:#4c5561;--line:#c9cfd8;--deed:#3a2fb8;--on-deed:#fff;--mark:#ffd54a;--on-mark:#231a00;--bad:#a3151b}
@media (prefers-color-scheme:dark){:root{--paper:#12151a;--card:#1b2027;--ink:#eef1f5;--soft:#b3bcc8;--line:#48525f;--deed:#a9a4ff;--on-deed:#14113f;--bad:#ff9d9f}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
.banner{background:var(--mark);color:var(--on-mark);text-align:center;padding:.6rem 1rem;font-weight:700;margin:0}
main{max-width:34rem;margin:0 auto;padding:1.25rem 1rem 4rem}main.wide{max-width:60rem}h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0 1rem}h2{font-size:1.1rem;margin:2rem 0 .75rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem}
.sum{display:flex;justify-content:space-between;gap:1rem;margin:.25rem 0}.sum.total{font-weight:700;border-top:1px solid var(--line);padding-top:.5rem;margin-top:.5rem}.amount{font-size:2rem;font-weight:700;margin:.25rem 0}.soft{color:var(--soft)}
label,legend{font-weight:600}fieldset{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;padding:.5rem .75rem}
input[type=email],input[type=text],input[type=number],select{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.5rem;padding:.6rem .75rem;margin:.25rem 0 1rem;min-height:2.75rem}
.choice{display:flex;gap:.6rem;align-items:flex-start;padding:.45rem 0}.choice input{margin:.3rem 0 0;inline-size:1.1rem;block-size:1.1rem;flex:none}.choice label{font-weight:400}
button,.button{font:inherit;font-weight:700;min-height:2.9rem;border-radius:.5rem;border:1px solid var(--deed);background:var(--deed);color:var(--on-deed);padding:.6rem 1.1rem;cursor:pointer;text-decoration:none;display:inline-block}
button.plain,.button.plain{background:transparent;color:var(--deed)}.whole{width:100%;text-align:center}.row{display:flex;flex-wrap:wrap;gap:.6rem;margin:0 0 1rem}
a{color:var(--deed)}.wrong{border-color:var(--bad);color:var(--bad);font-weight:600}:focus-visible{outline:3px solid var(--deed);outline-offset:2px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}code{overflow-wrap:anywhere}`;

/** A page of the sandbox; each says at its top what it is. */
export function sandboxPage(title: string, body: Child, { wide = false } = {}): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Sandbox</title><style>${raw(styles)}</style></head>
<body><header><p class="banner">SANDBOX — no real money</p></header><main${raw(wide ? ' class="wide"' : '')}>${body}</main></body></html>`;
}

/** An amount in minor units, as people write it. */
export function money(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency ?? 'eur' });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format((amount ?? 0) / 10 ** digits);
}

/** The test cards, and what comes of each. */
export const cardChoices: ReadonlyArray<readonly [string, string]> = [
  [cards.pays, 'pays'],
  [cards.declines, 'is declined'],
  [cards['insufficient-funds'], 'has not enough on it'],
  [cards['needs-confirmation'], 'wants the bank to be asked, once'],
  [cards['needs-confirmation-always'], 'wants the bank to be asked, each time'],
  [cards['fails-when-charged'], 'can be kept, and each charge fails'],
  [cards['fails-on-renewal'], 'pays now, and fails on renewal'],
];

/** The bank accounts, whose debits are answered by the clock of the sandbox. */
export const debitChoices: ReadonlyArray<readonly [string, string]> = [
  [accounts['pays-later'], 'a bank debit that is paid three days later: move the clock on'],
  [accounts['fails-later'], 'a bank debit that the bank refuses three days later'],
];

/** A list of the test cards to choose from. */
export function cardChoice(choices: ReadonlyArray<readonly [string, string]>): Html {
  return html`<fieldset><legend>Card</legend>${choices.map(
    ([number, says], index) =>
      html`<div class="choice"><input type="radio" name="card" id="card-${number}" value="${number}"${raw(index === 0 ? ' checked' : '')}><label for="card-${number}">${spaced(number)}<br><span class="soft">${says}</span></label></div>`,
  )}</fieldset>`;
}

function spaced(number: string): string {
  return number === 'on-file' ? 'On file' : number.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
