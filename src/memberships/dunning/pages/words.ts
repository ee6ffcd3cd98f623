import { wordsIn } from '../../../../languages/index.ts';

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

export function fixWords(language: string): FixWords {
  return wordsIn('paymentPage', language, en);
}
