// Keeps the page of a send as it goes: the server tells what has changed. Without this file the page shows the moment it was
// opened, and a link opens it again.
(() => {
  const part = document.getElementById('sending');
  const line = document.getElementById('sending-line');
  const said = document.getElementById('sending-said');
  let source = null;
  let timer = 0;
  let isPressed = false;
  let next = '';

  function show(markup) {
    next = markup;
    // What is under a finger stays where it is until it is let go.
    if (isPressed) return;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    const open = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
    const before = part.querySelector('[data-state]')?.dataset.state;
    const page = new DOMParser().parseFromString(markup, 'text/html');
    part.replaceChildren(...page.body.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
    const state = part.querySelector('[data-state]');
    if (state !== null && state.dataset.state !== before) said.textContent = state.textContent;
  }

  function tell(name) {
    line.textContent = line.dataset[name];
  }

  function stop() {
    source?.close();
    source = null;
    clearTimeout(timer);
  }

  function begin() {
    stop();
    if (document.visibilityState !== 'visible') return;
    source = new EventSource(part.dataset.stream);
    source.addEventListener('open', () => tell('live'));
    source.addEventListener('progress', (event) => show(JSON.parse(event.data).markup));
    source.addEventListener('over', () => {
      stop();
      location.reload();
    });
    source.addEventListener('signed-out', () => {
      stop();
      location.reload();
    });
    source.addEventListener('error', () => {
      tell('lost');
      // The browser tries again by itself, but not where it was refused.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(begin, 10_000);
    });
  }

  // A page that nobody sees holds no connection.
  document.addEventListener('visibilitychange', begin);
  addEventListener('pagehide', stop);
  document.addEventListener('pointerdown', () => {
    isPressed = true;
  });
  for (const kind of ['pointerup', 'pointercancel'])
    document.addEventListener(kind, () => {
      isPressed = false;
      if (next !== '') setTimeout(() => show(next), 300);
    });
  begin();
})();
