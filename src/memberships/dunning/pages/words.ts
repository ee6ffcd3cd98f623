import { inLanguage } from '../../../text/in-language.ts';
/** The words of the page where a failed payment is put right. */
export interface FixWords {
  title: string;
  owed: (amount: string) => string;
  until: (date: string) => string;
  confirm: string;
  button: string;
  confirmButton: string;
  leads: string;
  over: { title: string; text: string };
  away: { title: string; text: string };
  invalid: { title: string; text: string };
  account: string;
}

const en: FixWords = {
  title: 'Settle a payment',
  owed: (amount) => `${amount} for your membership could not be collected.`,
  until: (date) => `Until ${date} your membership stays as it is.`,
  confirm: 'Your bank wants you to confirm this payment.',
  button: 'Pay now',
  confirmButton: 'Confirm the payment',
  leads: 'You pay on a page of Stripe, with this card or another. The new one is used from then on.',
  over: {
    title: 'Nothing is owed',
    text: 'This payment is settled or no longer wanted. There is nothing to do.',
  },
  away: {
    title: 'This does not work right now',
    text: 'The payment page cannot be reached. Please try again in a few minutes; the link goes on working.',
  },
  invalid: {
    title: 'This link no longer works',
    text: 'It may be old or cut short. Sign in to your account to see what is open.',
  },
  account: 'Your account',
};

const uk: FixWords = {
  title: 'Сплатити за членство',
  owed: (amount) => `Не вдалося списати ${amount} за ваше членство.`,
  until: (date) => `До ${date} ваше членство лишається чинним.`,
  confirm: 'Ваш банк просить підтвердити цей платіж.',
  button: 'Сплатити',
  confirmButton: 'Підтвердити платіж',
  leads: 'Ви платите на сторінці Stripe, цією карткою чи іншою. Надалі використовуватиметься нова.',
  over: {
    title: 'Сплачувати нічого',
    text: 'Цей платіж уже сплачено або він більше не потрібен. Робити нічого не треба.',
  },
  away: {
    title: 'Зараз це не вдається',
    text: 'Сторінка оплати недоступна. Спробуйте, будь ласка, за кілька хвилин: посилання діятиме й далі.',
  },
  invalid: {
    title: 'Це посилання більше не діє',
    text: 'Можливо, воно застаріле або неповне. Увійдіть до облікового запису, щоб побачити, що не сплачено.',
  },
  account: 'Ваш обліковий запис',
};

const de: FixWords = {
  title: 'Eine Zahlung begleichen',
  owed: (amount) => `${amount} für Ihre Mitgliedschaft konnten nicht eingezogen werden.`,
  until: (date) => `Bis zum ${date} bleibt Ihre Mitgliedschaft, wie sie ist.`,
  confirm: 'Ihre Bank möchte, dass Sie diese Zahlung bestätigen.',
  button: 'Jetzt bezahlen',
  confirmButton: 'Zahlung bestätigen',
  leads:
    'Sie bezahlen auf einer Seite von Stripe, mit dieser Karte oder einer anderen. Die neue gilt dann auch künftig.',
  over: {
    title: 'Es ist nichts offen',
    text: 'Diese Zahlung ist beglichen oder wird nicht mehr verlangt. Sie müssen nichts tun.',
  },
  away: {
    title: 'Das geht gerade nicht',
    text: 'Die Seite zum Bezahlen ist nicht zu erreichen. Bitte versuchen Sie es in einigen Minuten noch einmal; der Link gilt weiter.',
  },
  invalid: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Er ist vielleicht alt oder unvollständig. In Ihrem Konto sehen Sie, was offen ist.',
  },
  account: 'Ihr Konto',
};

const all = { en, uk, de };

export function fixWords(language: string): FixWords {
  return inLanguage<FixWords>(all, language);
}
