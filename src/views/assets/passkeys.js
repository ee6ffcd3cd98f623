// Makes a passkey, or signs in with one: the buttons that say so in `data-passkey`. Without this file they are hidden.
(() => {
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = SimpleWebAuthnBrowser;
  if (!browserSupportsWebAuthn()) return;
  for (const button of document.querySelectorAll('button[data-passkey]')) {
    const part = button.closest('[data-passkey-part]') ?? button.parentElement;
    part.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      use(button).catch((error) => {
        button.disabled = false;
        const place = part.querySelector('[data-passkey-problem]');
        // The browser's own word for "not this time": nobody needs to read it.
        const isCancelled = error.name === 'NotAllowedError' || error.name === 'AbortError';
        place.textContent = isCancelled ? place.dataset.cancelled : error.message;
        place.hidden = false;
      });
    });
  }

  async function use(button) {
    const { passkey, at, next } = button.dataset;
    const optionsJSON = await post(`${at}/options`, {});
    const ceremony = passkey === 'register' ? startRegistration : startAuthentication;
    const response = await ceremony({ optionsJSON });
    const name = document.getElementById('passkey-name')?.value ?? '';
    const answer = await post(at, { response, name, next });
    location.assign(answer.next);
  }

  async function post(url, body) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const value = await answer.json();
    if (answer.ok) return value;
    if (value.error?.code === 'sign_in_again')
      location.assign(`/desk/sign-in-again?next=${encodeURIComponent(location.pathname)}`);
    throw new Error(value.error?.message ?? answer.statusText);
  }
})();
