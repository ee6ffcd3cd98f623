// Counts down on the desk's front page. Without this file it shows how long it was when the page was opened.
(() => {
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang);
  // By the server's clock: this machine's may be wrong.
  const ahead = Date.parse(document.getElementById('today').dataset.now) - Date.now();

  // As the server words it, in `times.ts`.
  function inWords(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1_000));
    if (seconds < 120) return relative.format(seconds, 'second');
    if (seconds < 7_200) return relative.format(Math.floor(seconds / 60), 'minute');
    if (seconds < 172_800) return relative.format(Math.floor(seconds / 3_600), 'hour');
    return relative.format(Math.floor(seconds / 86_400), 'day');
  }

  function countDown() {
    for (const one of document.querySelectorAll('#today [data-until]')) {
      const text = inWords(Date.parse(one.dataset.until) - Date.now() - ahead);
      if (one.textContent !== text) one.textContent = text;
    }
  }

  document.addEventListener('htmx:after:swap', countDown);
  setInterval(countDown, 1_000);
})();
