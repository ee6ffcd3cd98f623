import type { SupportWords } from './support-words.ts';

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

export const en: SupportWords = {
  kicker: (publication) => `Support ${publication}`,
  title: 'Free for everyone, because some pay',
  why: (publication) => [
    `${publication} has no owner who tells it what to write, and no wall in front of what it reports. Readers pay for the work: each gives what they can, so that those who cannot may read it, too.`,
    'As a patron you also have a say. Patrons suggest topics and vote on what we cover next.',
  ],
  sandbox: 'This is a sandbox: no real money moves.',
  as: {
    signedIn: (address) => `You are signed in as ${address}.`,
    byLink: (masked) =>
      `This link came in a mail to ${masked}. What you choose here will belong to that address.`,
    notYou: 'Not yours? Support without it',
  },
  patron: {
    title: 'You are a patron already. Thank you!',
    text: (tier, terms) => `Your membership: ${tier}, ${terms}.`,
    renews: (date) => `It renews on ${date}.`,
    plain: 'There is a membership under this address, so you need not buy another.',
    until: (date) => `It lasts until ${date}.`,
    change: 'Change or manage it',
    meanwhile: 'You can still give something extra once, or make somebody a gift.',
  },
  form: {
    currency: 'Currency',
    howOften: 'How often',
    month: 'Monthly',
    year: 'Yearly',
    once: 'Once',
    chooseTier: 'What would you like to give?',
    chooseOnce: 'How much would you like to give?',
    per: { month: (amount) => `${amount} a month`, year: (amount) => `${amount} a year` },
    perShort: { month: 'a month', year: 'a year' },
    monthsFree: (months) => `${numbers[months] ?? months} ${months === 1 ? 'month' : 'months'} free`,
    own: 'An amount of your own',
    ownFrom: {
      month: (amount) => `from ${amount} a month; leave it empty to give the amount above`,
      year: (amount) => `from ${amount} a year; leave it empty to give the amount above`,
    },
    onceOwn: 'Another amount',
    onceFrom: (amount) => `from ${amount}`,
    button: 'Continue',
    next: 'Nothing is paid yet. On the next page you see exactly what you agree to.',
    faults: {
      'no-tier': () => 'Choose one of these, please.',
      'no-amount': (_seen, least) => `Choose an amount, or type your own: ${least} or more.`,
      'not-an-amount': (seen) => `“${seen}” is not an amount. Write it like 8 or 8.50.`,
      below: (seen, least) => `“${seen}” is less than the smallest amount here, which is ${least}.`,
      above: (seen, most) => `“${seen}” is more than the largest amount here, which is ${most}.`,
      fixed: (seen, least) => `“${seen}” is not possible here: it costs ${least}.`,
    },
    promise: ['Stop whenever you like', 'Card details stay with Stripe', 'Everything stays open to everyone'],
  },
  empty: {
    title: 'Nothing can be paid here at the moment',
    text: 'Thank you for wanting to support us. Paying on this page is not set up right now.',
    noWay: 'Please come back a little later, or write to us.',
  },
  other: {
    title: 'Other ways to support',
    bank: 'By bank transfer',
    gift: 'Give a membership',
    giftText:
      'For a friend who reads, or ought to: delivered by mail on a day you choose, with your own words.',
    giftLink: 'Make it a gift',
  },
  review: {
    title: 'One last look',
    giveOnce: 'A single contribution',
    change: 'Change this',
    payer: 'For',
    payerUnknown:
      'You type your address at the payment. We mail a link there, with which you claim the membership.',
    payerByLink: (masked) =>
      `${masked}, whoever pays. The card and the address for the invoice are asked for at the payment.`,
    overlap: (tier, date) =>
      `You have “${tier}” until ${date} already. A new membership would begin today and run beside it.`,
    terms: 'What you agree to',
    renewal: ({ publication, tier, amount, cancel, withdraw }, per) => [
      `You become a patron of ${publication} (“${tier}”) and pay ${amount} ${per === 'month' ? 'each month' : 'each year'}, the first time today.`,
      `The membership renews by itself every ${per}, at the same amount, until you cancel it.`,
      `You can cancel at any time, without giving a reason: in your account, or without signing in at ${cancel}. It then ends when the time that you have paid for is over, and nothing more is charged.`,
      `You may withdraw from this contract within 14 days of today, without giving a reason, at ${withdraw} or by mail. You get your money back.`,
    ],
    code: (code) =>
      `The code ${code} lowers what is charged; the payment page shows by how much and for how long.`,
    agree: 'I agree to these terms.',
    immediate:
      'Begin right away. If I withdraw within the 14 days, I pay for the days until then, and get back the rest. (Optional: without it you get everything back.)',
    onceTerms: (amount) => `You pay ${amount} once. Nothing renews.`,
    promo: 'Promo code',
    promoHint: 'if you have one',
    button: 'Continue to the payment',
    atStripe: 'The payment is made on a page of Stripe, our payment provider. We never see your card.',
    mustAgree: 'Please tick that you agree to the terms: without that we may not begin a membership.',
    badCode: (code) =>
      `The code “${code}” is not known, or no longer valid. Check the spelling, or leave it out.`,
    codeMinimum: (code, amount) => `The code “${code}” is valid from ${amount} on.`,
    codeNotForThis: (code) =>
      `The code “${code}” is not for this choice. Leave it out, or choose something else.`,
  },
  down: {
    title: 'The payment page does not answer',
    text: 'Our payment provider could not be reached. Nothing was charged, and what you chose is still here. Please try again in a minute.',
    button: 'Try again',
  },
  alreadyPatron: {
    title: 'You are a patron already',
    text: 'So that you do not pay twice, this purchase was not begun. You can change the tier, the amount and how often you pay in your account.',
  },
  stopped: 'You came back without paying. Nothing was charged, and your choice is still here.',
  gift: {
    title: 'Give a membership',
    lead: (publication) =>
      `Make somebody a patron of ${publication}. They get your words by mail on the day you choose, and claim the gift with one click. You pay once; nothing renews.`,
    choose: 'The gift',
    months: (months) => (months === 1 ? '1 month' : months === 12 ? '1 year' : `${months} months`),
    forWhom: 'For whom',
    recipientName: 'Their name',
    recipientAddress: 'Their email address',
    recipientHint: 'They get one mail about the gift, and nothing else.',
    message: 'Your message',
    messageHint: 'stands in the mail as you type it',
    deliverOn: 'Delivered on',
    deliverHint: (zone) => `in the morning, by the time in ${zone}; today means right away`,
    giverName: 'Your name',
    giverHint: 'so that they know who it is from',
    terms:
      'You pay once. Nothing renews, and whoever gets the gift is never charged. You may withdraw within 14 days.',
    button: 'Continue to the payment',
    optional: 'optional',
    noMonths: 'There are no gifts at the moment.',
    faults: {
      choice: 'Choose what to give, please.',
      address: 'This address cannot be used',
      day: (seen) => `“${seen}” is not a day from today on.`,
      tooLate: (last) => `The latest day is ${last}.`,
      message: (max) => `The message is too long: ${max} characters at the most.`,
    },
  },
  thanks: {
    title: 'Thank you!',
    waiting: 'One moment…',
    look: 'Look again now',
    waitingText:
      'We are asking the payment provider whether the payment is through. This page looks again by itself.',
    later:
      'Your bank takes its time with this payment. You need do nothing more: once it is through we write to you.',
    foreign: 'Nothing to see here',
    foreignText:
      'This page shows itself only in the browser in which the purchase began. If you have paid, look into your mail.',
    patronOf: (tier) => `You are now a patron: ${tier}.`,
    yours: 'What is yours now',
    pays: (terms, date) => `You pay ${terms}. It renews on ${date}, until you cancel.`,
    paysNoDate: (terms) => `You pay ${terms}, until you cancel.`,
    vote: 'A vote: patrons suggest topics and decide what we cover next. You hear of each ballot by mail.',
    receipts: 'Receipts and invoices are in your account, and come by mail.',
    quiet: 'From now on our mails do not ask you for money.',
    account: 'Your account',
    claim: (masked) => `We have mailed a link to ${masked}: open it to claim your membership.`,
    claimText:
      'That way nobody can use your address without you. The payment is through; only this click is missing.',
    claimUnknown: 'We could not read the address you typed. Please write to us, and we will sort it out.',
    once: (amount) => `Your contribution of ${amount} has arrived.`,
    onceText: 'It pays for reporting that everybody can read. A receipt is on its way by mail.',
    gift: (recipient) => `Your gift for ${recipient} is ready.`,
    giftText: (date) => `It will be delivered on ${date}. A receipt is on its way to you by mail.`,
    giftToday: 'It is on its way right now, and so is your receipt.',
    expired: 'This purchase has expired',
    failed: 'The payment did not go through',
    nothingCharged: 'Nothing was charged.',
    refunded: 'You had a membership already',
    refundedText: 'So this second one was cancelled, and its payment refunded. The first goes on as it was.',
    again: 'Back to the support page',
    read: 'Read the latest editions',
  },
  claim: {
    title: 'Claim your membership',
    text: (tier, terms, masked) =>
      `“${tier}”, ${terms}, was paid for ${masked}. With this button it becomes yours.`,
    button: 'Yes, it is mine',
    done: 'It is yours',
    doneText: (tier) => `You are now a patron: ${tier}. A mail with all that is now yours is on its way.`,
    again: 'This membership is claimed already. There is nothing more to do.',
    second: 'You had a membership already',
    secondText:
      'This second one is being cancelled and its payment refunded, in full. The first goes on as it was.',
    consent: 'This subscribes you to no newsletter, and does not sign you in.',
    account: 'Go to your account',
    invalid: 'This link does not work',
    invalidText:
      'It may have been cut off by a mail program. Open it from the mail once more, or write to us.',
  },
  takeBack: {
    title: 'A second membership could not be taken back',
    text: 'Somebody who had a membership already bought a second one. It should be cancelled and refunded, and that has failed several times. We go on trying; if you see to it at Stripe yourself, cancel the subscription and refund its payments. This is what we were told:',
    button: 'Open Stripe',
  },
  giftClaim: {
    title: (giver) => `A gift from ${giver}`,
    somebody: 'somebody who thinks of you',
    text: (tier, months) => `A membership for you: “${tier}”, ${months}. It is paid, and ends by itself.`,
    hello: (name) => `Dear ${name},`,
    button: 'Accept the gift',
    done: 'The gift is yours',
    doneText: (tier, from, until) => `You are a patron, “${tier}”, from ${from} until ${until}.`,
    overlapRenews: (tier, date) =>
      `You pay for “${tier}” yourself, which renews on ${date}. The gift begins on that day. If you would rather not pay beside it, cancel or pause your own in the account before then.`,
    overlapEnds: (date) => `You had a membership until ${date} already; the gift begins when it ends.`,
    refunded: 'This gift was taken back',
    refundedText: 'Its payment was refunded, so it cannot be claimed any more.',
    again: 'You have accepted this gift already.',
  },
};
