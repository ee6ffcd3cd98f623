import { withoutMarkers } from '../escape.ts';
import type { Mail } from '../types.ts';
import { cardExpiring } from './card-expiring.ts';
import { claimMembership } from './claim-membership.ts';
import { declarationReceipt } from './declaration-receipt.ts';
import { editionHeld } from './edition-held.ts';
import { giftBought } from './gift-bought.ts';
import { giftNotice } from './gift-notice.ts';
import { memberEnded } from './member-ended.ts';
import { memberEnding } from './member-ending.ts';
import { memberThanks } from './member-thanks.ts';
import { membershipNotice } from './membership-notice.ts';
import { paymentConfirm } from './payment-confirm.ts';
import { paymentFailed } from './payment-failed.ts';
import { paymentRecovered } from './payment-recovered.ts';
import { receipt } from './receipt.ts';
import { renewalNotice } from './renewal-notice.ts';
import { secondRefunded } from './second-refunded.ts';
import { alreadySubscribed } from './already-subscribed.ts';
import { confirm } from './confirm.ts';
import { layOutMessage, type MessageFrame, type MessageKind } from './message.ts';
import { signIn } from './sign-in.ts';
import { staffInvitation } from './staff-invitation.ts';
import { staffKeyMade } from './staff-key-made.ts';
import { staffNewDevice } from './staff-new-device.ts';
import { staffSenderChanged } from './staff-sender-changed.ts';
import { staffSignIn } from './staff-sign-in.ts';
import { invoiceStuck } from './invoice-stuck.ts';
import { stripeRefused } from './stripe-refused.ts';
import { topicOutcome } from './topic-outcome.ts';
import { welcome } from './welcome.ts';

/** Every mail that is sent once to one person. A new one is a file and a line here. */
export const messages = {
  confirm,
  welcome,
  'already-subscribed': alreadySubscribed,
  'sign-in': signIn,
  'card-expiring': cardExpiring,
  'edition-held': editionHeld,
  'claim-membership': claimMembership,
  'declaration-receipt': declarationReceipt,
  'gift-bought': giftBought,
  'gift-notice': giftNotice,
  'member-ended': memberEnded,
  'member-ending': memberEnding,
  'member-thanks': memberThanks,
  'membership-notice': membershipNotice,
  'payment-confirm': paymentConfirm,
  'payment-failed': paymentFailed,
  'payment-recovered': paymentRecovered,
  receipt,
  'renewal-notice': renewalNotice,
  'second-refunded': secondRefunded,
  'staff-invitation': staffInvitation,
  'staff-key-made': staffKeyMade,
  'staff-new-device': staffNewDevice,
  'staff-sender-changed': staffSenderChanged,
  'staff-sign-in': staffSignIn,
  'invoice-stuck': invoiceStuck,
  'stripe-refused': stripeRefused,
  'topic-outcome': topicOutcome,
};

type Kinds = typeof messages;
export type MessageName = keyof Kinds;
export type MessageProps<N extends MessageName> = Kinds[N] extends MessageKind<infer P> ? P : never;

/**
 * Renders a message.
 * @throws z.ZodError where the props are not the message's
 */
export async function renderMessage<N extends MessageName>(
  name: N,
  given: MessageProps<N>,
  frame: MessageFrame,
): Promise<Mail> {
  const kind = messages[name] as unknown as MessageKind<MessageProps<N>>;
  const props = kind.schema.parse(withoutMarkers(given));
  const clean = withoutMarkers(frame);
  return layOutMessage(kind.content(props, clean), clean);
}
