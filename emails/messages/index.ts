import { withoutMarkers } from '../escape.ts';
import type { Mail } from '../types.ts';
import { alreadySubscribed } from './already-subscribed.ts';
import { confirm } from './confirm.ts';
import { layOutMessage, type MessageFrame, type MessageKind } from './message.ts';
import { signIn } from './sign-in.ts';
import { welcome } from './welcome.ts';

/** Every mail that is sent once to one person. A new one is a file and a line here. */
export const messages = {
  confirm,
  welcome,
  'already-subscribed': alreadySubscribed,
  'sign-in': signIn,
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
