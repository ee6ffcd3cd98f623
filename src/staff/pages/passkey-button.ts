import { assets } from '../../views/assets.ts';
import { type Html, html } from '../../views/html.ts';

/** The files that a page with such a button needs. */
export const passkeyScripts: string[] = [assets.webauthn.href, assets.passkeys.href];

interface PasskeyButton {
  act: 'register' | 'authenticate';
  /** Where options are asked for and the answer goes. */
  at: string;
  label: string;
  next?: string;
  cancelled: string;
  /** Above the button. */
  before?: Html | null;
  isQuiet?: boolean;
}

/** A button that asks the browser for a passkey; hidden where there are no scripts or no passkeys. */
export function passkeyButton(button: PasskeyButton): Html {
  const { act, at, label, next = '/desk', cancelled, before = null, isQuiet = false } = button;
  return html`<div data-passkey-part hidden>${before}
<p class="wrong" data-passkey-problem data-cancelled="${cancelled}" role="alert" hidden></p>
<p><button type="button" data-passkey="${act}" data-at="${at}" data-next="${next}"${isQuiet && html` class="quiet"`}>${label}</button></p></div>`;
}
