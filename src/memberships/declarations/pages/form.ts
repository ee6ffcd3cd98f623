import { html, type Html } from '../../../views/html.ts';
import { page, type PageFrame } from '../../../views/layout.ts';
import type { Contract } from '../contracts.ts';
import type { DeclarationKind } from '../declaration.ts';
import type { Typed } from '../typed.ts';
import { declarationWords } from './words.ts';

export interface FormView {
  kind: DeclarationKind;
  fields: { name: string; address: string; own: string; contract: string };
  /** Contracts of who is signed in; empty for anybody else. */
  own: Contract[];
  error: string | null;
}

/** Who, which contract: no sign-in, no reason, one button to go on. */
export function declarationFormPage(frame: PageFrame, { kind, fields, own, error }: FormView): string {
  const words = declarationWords(frame.language);
  const { title, intro, next } = words[kind];
  const wrong = error !== null && html` aria-invalid="true" aria-describedby="address-error"`;
  const body = html`<h1>${title}</h1><p class="lead">${intro}</p>
<form method="post" action="/${kind}">
<div class="field"><label for="name">${words.name}</label>
<input id="name" name="name" type="text" autocomplete="name" required maxlength="100" value="${fields.name}"></div>
<div class="field"><label for="address">${words.address} <span class="hint">(${words.addressHint})</span></label>
${error !== null && html`<p class="wrong" id="address-error">${error}</p>`}
<input id="address" name="address" type="email" autocomplete="email" required maxlength="254" value="${fields.address}"${wrong}></div>
<fieldset><legend>${words.which}</legend>${choices(frame, kind, own, fields.own)}</fieldset>
<div class="field"><label for="contract">${words.more} <span class="hint">(${words.moreHint})</span></label>
<input id="contract" name="contract" type="text" maxlength="200" value="${fields.contract}"></div>
<button>${next}</button></form>`;
  return page(frame, { title, body, isPrivate: own.length > 0 });
}

function choices(frame: PageFrame, kind: DeclarationKind, own: Contract[], chosen: string): Html[] {
  const words = declarationWords(frame.language);
  const general: Array<[string, string]> = [['membership', words.membership]];
  if (kind === 'withdraw') general.push(['gift', words.gift]);
  const options =
    own.length === 0
      ? general
      : own.map((one): [string, string] => [`${one.about}.${one.id}`, contractName(frame.language, one)]);
  const first = options.some(([value]) => value === chosen) ? chosen : (options[0]?.[0] ?? '');
  return options.map(
    ([value, label]) =>
      html`<label class="choice"><input type="radio" name="own" value="${value}"${
        value === first && html` checked`
      }><span><strong>${label}</strong></span></label>`,
  );
}

/** A contract as its owner knows it. */
export function contractName(language: string, { about, name, gift }: Contract): string {
  const words = declarationWords(language);
  return about === 'gift' ? words.ownGift(name, gift.recipientName) : words.ownMembership(name);
}

interface ReviewView {
  typed: Typed;
  token: string;
  /** The signed-in person's own contract that is meant. */
  contract: Contract | null;
}

/** What was typed, once more, and the button by which it counts. */
export function reviewPage(frame: PageFrame, { typed, token, contract }: ReviewView): string {
  const words = declarationWords(frame.language);
  const { reviewTitle, reviewText, confirm } = words[typed.kind];
  const named = contract === null ? words[typed.about] : contractName(frame.language, contract);
  const body = html`<h1>${reviewTitle}</h1><p class="lead">${reviewText}</p>
${declared(frame, { ...typed, named })}
${contract !== null && html`<p>${words.signedIn}</p>`}
<div class="actions"><form method="post" action="/${typed.kind}/confirm"><input type="hidden" name="typed" value="${token}"><button>${confirm}</button></form>
<a class="button quiet" href="/${typed.kind}">${words.change}</a></div>`;
  return page(frame, { title: reviewTitle, body, isPrivate: true });
}

/** A declaration in its own words. */
export function declared(
  frame: PageFrame,
  {
    kind,
    name,
    address,
    named,
    contract,
  }: Pick<Typed, 'kind' | 'name' | 'contract'> & { address: string | null; named: string },
): Html {
  const words = declarationWords(frame.language);
  const more = contract === '' ? '' : `: ${contract}`;
  return html`<div class="sheet"><p class="lead">${words[kind].declared}</p>
<dl class="facts"><div><dt>${words.from}</dt><dd>${name}<br>${address}</dd></div>
<div><dt>${words.about}</dt><dd>${named}${more}</dd></div></dl></div>`;
}
