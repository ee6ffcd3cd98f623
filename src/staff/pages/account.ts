import { deskPageLanguages } from '../../views/desk-words.ts';
import { nameOfLanguage } from '../../text/name-of-language.ts';
import type { SignedIn } from '../../access/desk.ts';
import { describeDevice } from '../../text/describe-device.ts';
import { maskIp } from '../../text/mask-ip.ts';
import { type DeskFrame, deskPage, deskTable, deskTime, doneNotice } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { Factors } from '../factors/factors.ts';
import type { listDeskSessions } from '../sessions.ts';
import { selectInput, textInput, twoPresses } from '../../views/desk-fields.ts';
import { staffWords } from './words.ts';

type Session = Awaited<ReturnType<typeof listDeskSessions>>[number];

export interface AccountView {
  who: SignedIn;
  sessions: Session[];
  factors: Factors;
  timeZone: string;
  did: string;
  problem: string | null;
}

/** What is one's own at the desk: name, language, second factor, and where one is signed in. */
export function accountPage(frame: DeskFrame, view: AccountView): string {
  const { account } = staffWords(frame.language);
  const { who, problem, did, factors } = view;
  const hasFactor = factors.totp || factors.passkeys > 0;
  const options = deskPageLanguages().map((value) => ({ value, label: nameOfLanguage(value) }));
  const body = html`<h1>${account.title}</h1><p class="soft">${account.about(who.address, frame.words.roles[who.role])}</p>
${doneNotice(Object.hasOwn(account.done, did) ? account.done[did as keyof typeof account.done] : null)}
<h2>${account.yourself}</h2>
<form method="post" action="/desk/account" class="inline">
${textInput({ name: 'name', label: account.name, value: who.name, problem, autocomplete: 'name', maxLength: 100 })}
${selectInput({ name: 'language', label: account.language, value: who.language, options })}
<button>${account.save}</button></form>
<h2>${account.security}</h2>
<p>${hasFactor ? account.securityText : account.securityNone}</p>
<p><a class="button quiet" href="/desk/account/second-factor">${account.securityLink}</a></p>
<h2 id="sessions">${account.sessions}</h2>
${sessionsTable(frame, view)}`;
  return deskPage(frame, { title: account.title, body });
}

function sessionsTable(frame: DeskFrame, { who, sessions, timeZone }: AccountView): Html {
  const { account } = staffWords(frame.language);
  const { columns } = account;
  const rows = sessions.map((one): Child[] => {
    const device = describeDevice(one.userAgent) || account.unknownDevice;
    const isThis = one.id === who.sessionId;
    return [
      html`<strong>${device}</strong>${isThis && html` <span class="tag">${account.thisOne}</span>`}`,
      maskIp(one.ip),
      deskTime(one.lastSeenAt, frame.language, timeZone),
      isThis
        ? null
        : twoPresses({
            act: account.end,
            about: account.endOf(device),
            really: account.endReally,
            action: `/desk/account/sessions/${one.id}/end`,
          }),
    ];
  });
  const table = deskTable({
    caption: account.sessions,
    columns: [columns.device, columns.place, columns.seen, account.end],
    rows,
  });
  return html`${table}
${
  sessions.length > 1
    ? twoPresses({
        act: account.endOthers,
        really: account.endOthersReally,
        action: '/desk/account/sessions/end-others',
      })
    : html`<p class="soft">${account.onlyThis}</p>`
}`;
}
