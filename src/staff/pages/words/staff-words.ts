/** The words of the pages to sign in at the desk, of staff, and of one's own account. */
export interface StaffWords {
  signIn: {
    title: string;
    text: string;
    address: string;
    button: string;
    sentTitle: string;
    sentText: string;
    code: string;
    codeHint: string;
    codeWrong: string;
    enter: string;
    again: string;
    linkTitle: string;
    linkText: string;
    invalidTitle: string;
    invalidText: string;
    invalidButton: string;
    readers: string;
  };
  join: {
    title: string;
    text: (publication: string, role: string) => string;
    name: string;
    address: string;
    addressHint: string;
    language: string;
    button: string;
    invalidText: string;
  };
  languages: Record<'en' | 'uk', string>;
  people: {
    title: string;
    text: string;
    columns: { person: string; role: string; secondFactor: string; signedIn: string; act: string };
    never: string;
    secondFactor: { both: string; totp: string; passkey: string; none: string };
    disabled: string;
    you: string;
    roleOf: (name: string) => string;
    setRole: string;
    disable: string;
    enable: string;
    /** For screen readers: which person a button is about. */
    about: (act: string, name: string) => string;
    confirm: { title: (name: string) => string; text: string; button: string; back: string };
    invite: { title: string; address: string; role: string; language: string; button: string };
    invitations: { title: string; until: string; by: string; takeBack: string; anybody: string };
    noInvitations: { title: string; text: string };
    roles: { title: string; owner: string; editor: string; reporter: string; analyst: string };
    link: { title: string; text: string };
    done: Record<'invited' | 'taken-back' | 'role' | 'disabled' | 'enabled' | 'settings', string>;
  };
  account: {
    title: string;
    about: (address: string, role: string) => string;
    yourself: string;
    name: string;
    language: string;
    save: string;
    security: string;
    securityText: string;
    securityNone: string;
    securityLink: string;
    sessions: string;
    columns: { device: string; place: string; seen: string };
    unknownDevice: string;
    thisOne: string;
    end: string;
    endOf: (device: string) => string;
    endOthers: string;
    onlyThis: string;
    done: Record<'saved' | 'ended', string>;
  };
}
