/** The words around one mail: its subject, its heading, its button and the small print below it. */
interface Frame {
  subject: (publication: string) => string;
  title: string;
  button: string;
  small: string;
}

interface SaysOne extends Frame {
  text: (publication: string) => string;
}

/** The words of the mails about support: memberships, gifts and payments. */
export interface MemberTexts {
  /** Labels of facts, each with its value beside it. */
  facts: {
    tier: string;
    amount: string;
    renews: string;
    until: string;
    paidOn: string;
    invoice: string;
    from: string;
    name: string;
    address: string;
    contract: string;
    received: string;
    refund: string;
  };
  monthly: (amount: string) => string;
  yearly: (amount: string) => string;
  forMonths: (months: number) => string;
  links: { cancel: string; withdraw: string; account: string; terms: string };
  thanks: Frame & {
    text: (publication: string, tier: string) => string;
    benefits: string;
    renews: (terms: string, date: string) => string;
    ends: (date: string) => string;
  };
  claim: SaysOne;
  gift: Frame & {
    hello: (name: string) => string;
    text: (publication: string, from: string, tier: string, months: string) => string;
    somebody: string;
    once: string;
  };
  giftBought: Frame & { text: (recipient: string, date: string) => string; claimed: string };
  cancelled: Frame & { text: (publication: string) => string };
  withdrawn: Frame & { text: (publication: string) => string };
  matching: { text: string; button: string };
  failed: Record<
    'first' | 'reminder' | 'last',
    { subject: (publication: string) => string; title: string }
  > & {
    text: (amount: string, publication: string) => string;
    until: (date: string) => string;
    button: string;
    small: string;
  };
  confirm: Frame & { text: (amount: string, publication: string) => string };
  recovered: Frame & { text: (amount: string, publication: string) => string };
  ended: Frame &
    Record<'asked' | 'unpaid' | 'over' | 'withdrawn', (publication: string, tier: string) => string> & {
      open: (publication: string) => string;
    };
  renewal: Frame & {
    text: (publication: string, amount: string, date: string) => string;
    keep: string;
    yearOn: {
      subject: (publication: string) => string;
      title: string;
      text: (publication: string, terms: string) => string;
    };
  };
  card: Frame & { text: (card: string, month: string, publication: string) => string };
  receipt: Frame & { text: (publication: string) => string };
  contribution: SaysOne;
  ending: Frame & { text: (publication: string, tier: string, date: string) => string };
  second: Frame & { text: (publication: string) => string };
}
