import type { MemberTexts } from './member-texts.ts';

export const en: MemberTexts = {
  facts: {
    tier: 'Membership',
    amount: 'Amount',
    renews: 'Next payment',
    until: 'Until',
    paidOn: 'Paid on',
    invoice: 'Invoice',
    from: 'From',
    name: 'Name',
    address: 'Address',
    contract: 'Contract',
    received: 'Received',
    refund: 'Refund',
  },
  monthly: (amount) => `${amount} a month`,
  yearly: (amount) => `${amount} a year`,
  forMonths: (months) => (months === 1 ? 'one month' : `${months} months`),
  links: {
    cancel: 'Cancel the membership',
    withdraw: 'Withdraw from the contract',
    account: 'Your account',
    terms: 'Terms',
  },
  thanks: {
    subject: (publication) => `Thank you for supporting ${publication}`,
    title: 'Thank you. This is now yours, too',
    text: (publication, tier) =>
      `You are a patron of ${publication}${tier === '' ? '' : `: ${tier}`}. What we report stays open to everyone, because you and others pay for it.`,
    benefits: 'What is yours from now on:',
    renews: (terms, date) =>
      `You agreed to ${terms}. It renews by itself, next on ${date}, until you cancel; you can do that at any time, by the link below or in your account.`,
    ends: (date) => `It lasts until ${date} and ends by itself. Nothing will be charged.`,
    button: 'Open your account',
    small: 'From now on you get our thanks where others are asked for support.',
  },
  claim: {
    subject: (publication) => `One step to your membership of ${publication}`,
    title: 'Is this membership yours?',
    text: (publication) =>
      `Somebody, probably you, became a patron of ${publication} and gave this address. Press the button to take the membership to this address.`,
    button: 'It is mine',
    small:
      'If it was not you, ignore this mail: nothing is changed at your address. The payment has been made either way; whoever made it can cancel it.',
  },
  gift: {
    subject: (publication) => `A gift for you: a membership of ${publication}`,
    title: 'Somebody thought of you',
    hello: (name) => (name === '' ? 'Hello!' : `Hello, ${name}!`),
    text: (publication, from, tier, months) =>
      `${from} gives you a membership of ${publication} (${tier}) for ${months}. It costs you nothing and ends by itself.`,
    somebody: 'Somebody',
    button: 'Unwrap the gift',
    small: 'You were signed up for nothing.',
    once: 'This is the only mail about it; if you do not want it, ignore it.',
  },
  giftBought: {
    subject: (publication) => `Your gift of ${publication}`,
    title: 'Your gift is on its way',
    text: (recipient, date) => `We will mail the gift to ${recipient} on ${date}, with your message.`,
    claimed: 'Your gift has been unwrapped.',
    button: 'Open your account',
    small: 'You can withdraw from the purchase within 14 days.',
  },
  cancelled: {
    subject: (publication) => `We have received your cancellation (${publication})`,
    title: 'Your cancellation has been received',
    text: (publication) =>
      `This is the receipt for your cancellation at ${publication}. It counts from the moment it was received.`,
    button: 'Open your account',
    small: 'Keep this mail: it is your proof. If it was not you who cancelled, answer this mail.',
  },
  withdrawn: {
    subject: (publication) => `We have received your withdrawal (${publication})`,
    title: 'Your withdrawal has been received',
    text: (publication) =>
      `This is the receipt for your withdrawal from the contract with ${publication}. It counts from the moment it was received. What is due to you is refunded the way you paid.`,
    button: 'Open your account',
    small: 'Keep this mail: it is your proof. If it was not you who withdrew, answer this mail.',
  },
  matching: {
    text: 'So that nobody else ends your membership, please press the button once: it proves that this address is yours.',
    button: 'Yes, this was me',
  },
  failed: {
    first: {
      subject: (publication) => `Your payment to ${publication} did not go through`,
      title: 'A payment did not go through',
    },
    reminder: {
      subject: (publication) => `Your payment to ${publication} is still open`,
      title: 'A payment is still open',
    },
    last: {
      subject: (publication) => `Tomorrow your membership of ${publication} ends`,
      title: 'The last day to keep your membership',
    },
    text: (amount, publication) =>
      `We could not collect ${amount} for your membership of ${publication}. That happens: a card runs out, a bank says no. With one click you pay it, with this card or another.`,
    until: (date) =>
      `Until ${date} everything stays as it is. If nothing comes by then, the membership ends.`,
    button: 'Settle it now',
    small:
      'No password is needed; the link is for this payment only. If you have paid meanwhile, all is well.',
  },
  confirm: {
    subject: (publication) => `Your bank asks you to confirm a payment to ${publication}`,
    title: 'Your bank wants to hear from you',
    text: (amount, publication) =>
      `Your bank lets ${amount} for your membership of ${publication} through only once you have confirmed it. It takes a minute.`,
    button: 'Confirm the payment',
    small: 'No password of ours is needed; the link is for this payment only.',
  },
  recovered: {
    subject: (publication) => `Paid: your membership of ${publication} goes on`,
    title: 'All is well again. Thank you',
    text: (amount, publication) =>
      `${amount} have arrived, and your membership of ${publication} goes on as before.`,
    button: 'Open your account',
    small: 'There is nothing else to do.',
  },
  ended: {
    subject: (publication) => `Your membership of ${publication} has ended`,
    title: 'Your membership has ended',
    asked: (publication, tier) =>
      `As you asked, your membership of ${publication} (${tier}) has ended. Nothing more will be charged. Thank you for the time that you were with us.`,
    unpaid: (publication, tier) =>
      `We could not collect the payment for your membership of ${publication} (${tier}), so it has ended. Nothing more will be charged, and you owe nothing.`,
    over: (publication, tier) =>
      `The time of your membership of ${publication} (${tier}) is over. Thank you for being with us.`,
    withdrawn: (publication, tier) =>
      `You withdrew from your membership of ${publication} (${tier}), and it has ended. What is due to you is refunded the way you paid.`,
    open: (publication) =>
      `What ${publication} reports stays open to you, as to everyone. If you want to come back, the door is open.`,
    button: 'Become a patron again',
    small: 'Your newsletters are not touched by this.',
  },
  renewal: {
    subject: (publication) => `Your membership of ${publication} renews soon`,
    title: 'Your membership renews soon',
    text: (publication, amount, date) =>
      `On ${date} your yearly membership of ${publication} renews, and ${amount} will be collected.`,
    keep: 'If that is fine with you, there is nothing to do. If not, cancel before that day by the link below: it takes a minute, without signing in.',
    yearOn: {
      subject: (publication) => `Another year with ${publication}`,
      title: 'Another year with you',
      text: (publication, terms) =>
        `For another year you have made ${publication} possible. Your membership goes on at ${terms}, until you cancel.`,
    },
    button: 'Open your account',
    small: 'We tell you this once a year, so that nothing is collected that you do not know of.',
  },
  card: {
    subject: (publication) => `Your card for ${publication} runs out soon`,
    title: 'Your card runs out soon',
    text: (card, month, publication) =>
      `The card that pays for your membership of ${publication}, ${card}, runs out at the end of ${month}. Put in the new one, and nothing is interrupted.`,
    button: 'Change the card',
    small: 'Many banks tell us of a new card by themselves. If yours has, there is nothing to do.',
  },
  receipt: {
    subject: (publication) => `Receipt from ${publication}`,
    title: 'Your payment has arrived',
    text: (publication) => `Thank you. This is the receipt for your payment to ${publication}.`,
    button: 'See invoices',
    small: 'Invoices are in your account.',
  },
  contribution: {
    subject: (publication) => `Thank you for your contribution to ${publication}`,
    title: 'Thank you',
    text: (publication) =>
      `Your contribution to ${publication} has arrived. It pays for reporting that is open to everyone. It was for once: nothing more will be collected.`,
    button: 'Open your account',
    small: 'Keep this mail: it is your receipt.',
  },
  ending: {
    subject: (publication) => `Your membership of ${publication} ends soon`,
    title: 'Your membership ends soon',
    text: (publication, tier, date) =>
      `Your membership of ${publication} (${tier}) lasts until ${date} and ends by itself; nothing is collected. If you would like to go on, choose your own below.`,
    button: 'Go on as a patron',
    small: 'If you do nothing, it ends on that day.',
  },
  second: {
    subject: (publication) => `You are a patron of ${publication} already: your payment comes back`,
    title: 'One membership is enough',
    text: (publication) =>
      `You are a patron of ${publication} already, and a second membership was bought. We have cancelled the second one, and the payment is refunded in full.`,
    button: 'Open your account',
    small: 'To give more, change the amount in your account.',
  },
};
