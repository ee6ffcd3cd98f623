import type { FixWords } from '../../src/memberships/dunning/pages/words.ts';

export const paymentPage: FixWords = {
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
