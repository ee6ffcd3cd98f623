import { deskPageLanguages } from '../../views/desk-words.ts';
import { nameOfLanguage } from '../../text/name-of-language.ts';
import { can, type Role, roles } from '../../access/permissions.ts';
import type { SignedIn } from '../../access/desk.ts';
import {
  type DeskFrame,
  deskPage,
  deskTable,
  deskTime,
  doneNotice,
  emptyState,
  problemNotice,
} from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { Invitation } from '../invite.ts';
import type { listStaff, StaffMember } from '../staff.ts';
import { selectInput, textInput, twoPresses } from '../../views/desk-fields.ts';
import { staffWords } from './words.ts';
import type { StaffWords } from './words/staff-words.ts';

type Person = Awaited<ReturnType<typeof listStaff>>[number];

export interface PeopleView {
  who: SignedIn;
  people: Person[];
  invitations: Invitation[];
  timeZone: string;
  requireSecondFactor: boolean;
  did: string;
  problem: string | null;
  /** What stands in the form to invite, after a mistake. */
  address: string;
}

/** Who works at the desk; for who may change it with the forms to do so. */
export function peoplePage(frame: DeskFrame, view: PeopleView): string {
  const { people: words } = staffWords(frame.language);
  const { who, people, problem, did } = view;
  const mayChange = can(who.role, 'staff.change');
  const { columns } = words;
  const shown = [columns.person, columns.role, columns.secondFactor, columns.signedIn];
  const table = deskTable({
    caption: words.title,
    columns: mayChange ? [...shown, columns.act] : shown,
    rows: people.map((person) => personRow(frame, view, person, mayChange)),
  });
  const body = html`<h1>${words.title}</h1><p class="lead">${words.text}</p>
${doneNotice(did === 'reset' ? staffWords(frame.language).reset.done : Object.hasOwn(words.done, did) ? words.done[did as keyof typeof words.done] : null)}
${problemNotice(problem)}
${table}
${mayChange && inviteForm(frame, view.address)}
${mayChange && openInvitations(frame, view)}
${policySection(frame, view.requireSecondFactor, mayChange)}
<h2>${words.roles.title}</h2>
<dl class="facts">${roles.map((role) => html`<div><dt>${frame.words.roles[role]}</dt><dd>${words.roles[role]}</dd></div>`)}</dl>`;
  return deskPage(frame, { title: words.title, body });
}

function personRow(
  frame: DeskFrame,
  { who, timeZone }: PeopleView,
  person: Person,
  mayChange: boolean,
): Child[] {
  const all = staffWords(frame.language);
  const { people: words } = all;
  const isOut = person.disabledAt !== null;
  const name = html`<strong>${person.name}</strong>${person.id === who.staffId && html` <span class="soft">(${words.you})</span>`}<br><span class="soft small">${person.address}</span>`;
  const role = frame.words.roles[person.role];
  const seen =
    person.signedInAt === null ? words.never : deskTime(person.signedInAt, frame.language, timeZone);
  const cells: Child[] = [
    name,
    mayChange && !isOut ? roleForm(frame, words, person) : role,
    secondFactorOf(words, person),
    isOut ? words.disabled : seen,
  ];
  return mayChange ? [...cells, lockForm(all, person, isOut)] : cells;
}

function secondFactorOf({ secondFactor }: StaffWords['people'], { hasTotp, passkeys }: Person): string {
  if (passkeys > 0) return hasTotp ? secondFactor.both : secondFactor.passkey;
  return hasTotp ? secondFactor.totp : secondFactor.none;
}

/** In two presses: what is given ends the sessions of whoever gets it. */
function roleForm(frame: DeskFrame, words: StaffWords['people'], { id, name, role }: Person): Html {
  const field = selectInput({
    name: 'role',
    label: words.roleOf(name),
    value: role,
    options: roleOptions(frame),
    isLabelHidden: true,
  });
  return html`${frame.words.roles[role]}<details><summary aria-label="${words.about(words.setRole, name)}">${words.setRole}</summary><p class="soft small">${words.setRoleText}</p>
<form method="post" action="/desk/staff/${id}/role" class="inline tight">${field}<button class="harm" aria-label="${words.about(words.setRoleReally, name)}">${words.setRoleReally}</button></form></details>`;
}

function lockForm({ people: words, reset }: StaffWords, person: Person, isOut: boolean): Html {
  const { id, name, hasTotp, passkeys } = person;
  if (!isOut && (hasTotp || passkeys > 0))
    return html`${lockLink(words, id, name)} <a class="small" href="/desk/staff/${id}/reset-second-factor" aria-label="${words.about(reset.act, name)}">${reset.act}</a>`;
  return isOut
    ? html`<form method="post" action="/desk/staff/${id}/enable"><button class="quiet" aria-label="${words.about(words.enable, name)}">${words.enable}</button></form>`
    : lockLink(words, id, name);
}

function lockLink(words: StaffWords['people'], id: number, name: string): Html {
  return html`<a class="button quiet" href="/desk/staff/${id}/disable" aria-label="${words.about(words.disable, name)}">${words.disable}</a>`;
}

function roleOptions({ words }: DeskFrame): Array<{ value: Role; label: string }> {
  return roles.map((value) => ({ value, label: words.roles[value] }));
}

function inviteForm(frame: DeskFrame, address: string): Html {
  const { people } = staffWords(frame.language);
  const { invite } = people;
  const options = deskPageLanguages().map((value) => ({ value, label: nameOfLanguage(value) }));
  return html`<h2 id="invite">${invite.title}</h2>
<form method="post" action="/desk/staff" class="inline">
${textInput({ name: 'address', label: invite.address, value: address, type: 'email' })}
${selectInput({ name: 'role', label: invite.role, value: 'reporter', options: roleOptions(frame) })}
${selectInput({ name: 'language', label: invite.language, value: frame.language, options })}
<button>${invite.button}</button></form>`;
}

function openInvitations(frame: DeskFrame, { invitations, timeZone, people }: PeopleView): Html {
  const { people: words } = staffWords(frame.language);
  const { title, until, by, takeBack, takeBackReally, anybody } = words.invitations;
  if (invitations.length === 0)
    return html`<h2>${title}</h2>${emptyState(words.noInvitations.title, words.noInvitations.text)}`;
  const rows = invitations.map(({ id, address, role, expiresAt, invitedBy }): Child[] => [
    html`<strong>${address ?? anybody}</strong>`,
    frame.words.roles[role],
    nameOfActor(invitedBy, people, frame.language),
    deskTime(expiresAt, frame.language, timeZone),
    twoPresses({
      act: takeBack,
      about: words.about(takeBack, address ?? anybody),
      really: takeBackReally,
      action: `/desk/staff/invitations/${id}/take-back`,
    }),
  ]);
  const columns = [words.columns.person, words.columns.role, by, until, words.columns.act];
  return html`<h2>${title}</h2>${deskTable({ caption: title, columns, rows })}`;
}

function policySection(frame: DeskFrame, isRequired: boolean, mayChange: boolean): Html {
  const { policy } = staffWords(frame.language);
  const form = (value: string, button: Html): Html =>
    html`<form method="post" action="/desk/staff/second-factor"><input type="hidden" name="require" value="${value}">${button}</form>`;
  const off = html`<details><summary>${policy.turnOff}</summary>${form('off', html`<button class="harm">${policy.offReally}</button>`)}</details>`;
  const on = form('on', html`<button class="quiet">${policy.turnOn}</button>`);
  return html`<h2>${policy.title}</h2><p>${isRequired ? policy.on : policy.off}</p>
${mayChange && (isRequired ? off : on)}`;
}

/** An actor as people know them: staff by name, the machine and its rules in words, others as they are stored. */
export function nameOfActor(actor: string, people: StaffMember[], language: string): string {
  const [kind = '', name = ''] = actor.split(':');
  const { kinds } = staffWords(language).log;
  if (kind === 'system' || kind === 'rule') return kinds[kind];
  if (kind === 'command-line') return name === '' ? kinds[kind] : `${name} (${kinds[kind]})`;
  const person = kind === 'staff' ? people.find(({ id }) => String(id) === name) : undefined;
  return person?.name ?? actor;
}

/** Before somebody is locked out, or their second factor is taken from them. */
export function confirmPage(frame: DeskFrame, person: StaffMember, act: 'disable' | 'reset'): string {
  const { people, reset } = staffWords(frame.language);
  const { title, text, button } = act === 'disable' ? people.confirm : reset;
  const path = act === 'disable' ? 'disable' : 'reset-second-factor';
  const body = html`<h1>${title(person.name)}</h1><p class="soft">${person.address}</p><p>${text}</p>
<div class="actions"><form method="post" action="/desk/staff/${person.id}/${path}"><button class="harm">${button}</button></form>
<a class="button quiet" href="/desk/staff">${people.confirm.back}</a></div>`;
  return deskPage(frame, { title: title(person.name), body, width: 'narrow' });
}

/** The link itself, where no mail could carry it. */
export function invitedPage(frame: DeskFrame, url: string): string {
  const { people: words } = staffWords(frame.language);
  const body = html`<h1>${words.link.title}</h1><p>${words.link.text}</p><p class="secret">${url}</p>
<p><a class="button quiet" href="/desk/staff">${words.title}</a></p>`;
  return deskPage(frame, { title: words.link.title, body, width: 'narrow' });
}
