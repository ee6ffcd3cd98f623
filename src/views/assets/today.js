// Keeps the desk's front page as things are: counts down, and fetches the page again while somebody looks at it. Without
// this file it shows the state of the moment it was opened.
(() => {
  const part = document.getElementById('today');
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang);
  const idleMs = 30 * 60_000;
  // By the server's clock: this machine's may be wrong.
  const ahead = Date.parse(part.dataset.now) - Date.now();
  let touchedAt = Date.now();
  let isPressed = false;
  let shown = '';
  let timer = 0;

  // As the server words it, in `times.ts`.
  function inWords(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1_000));
    if (seconds < 120) return relative.format(seconds, 'second');
    if (seconds < 7_200) return relative.format(Math.floor(seconds / 60), 'minute');
    if (seconds < 172_800) return relative.format(Math.floor(seconds / 3_600), 'hour');
    return relative.format(Math.floor(seconds / 86_400), 'day');
  }

  function countDown() {
    for (const one of part.querySelectorAll('[data-until]')) {
      const text = inWords(Date.parse(one.dataset.until) - Date.now() - ahead);
      if (one.textContent !== text) one.textContent = text;
    }
  }

  // A page that nobody touches asks no more, so that it keeps no session alive.
  const isWatched = () => document.visibilityState === 'visible' && Date.now() - touchedAt < idleMs;

  async function refresh() {
    if (isWatched() && !isPressed) {
      const answer = await fetch('/desk', { headers: { accept: 'text/html' } });
      if (answer.redirected) return location.assign('/desk');
      if (answer.ok) show(await answer.text());
    }
    again();
  }

  function show(page) {
    const next = new DOMParser().parseFromString(page, 'text/html').getElementById('today');
    if (next === null || isPressed) return;
    part.dataset.every = next.dataset.every;
    if (next.innerHTML === shown) return;
    shown = next.innerHTML;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    const open = [...part.querySelectorAll('details[open]')].map(({ id }) => id);
    part.replaceChildren(...next.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
    if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
    countDown();
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(again), Number(part.dataset.every) * 1_000);
  }

  for (const kind of ['pointerdown', 'keydown', 'visibilitychange'])
    document.addEventListener(kind, () => {
      touchedAt = Date.now();
    });
  document.addEventListener('pointerdown', () => {
    isPressed = true;
  });
  for (const kind of ['pointerup', 'pointercancel'])
    document.addEventListener(kind, () => {
      isPressed = false;
    });
  setInterval(countDown, 1_000);
  again();
})();
