// Counts down to the first mail, and looks what has become of it. Without this file the page does so by asking again.
(() => {
  const part = document.getElementById('leaving');
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang);
  // By the server's clock: this machine's may be wrong.
  const ahead = Date.parse(part.dataset.now) - Date.now();
  const until = Date.parse(part.dataset.until);
  const often = 2_000;

  function show() {
    const left = Math.floor((until - Date.now() - ahead) / 1_000);
    const soon =
      left < 120 ? relative.format(left, 'second') : relative.format(Math.floor(left / 60), 'minute');
    const text = left > 0 ? part.dataset.soon.replace('#', soon) : part.dataset.last;
    if (part.textContent !== text) part.textContent = text;
  }

  async function look() {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } });
    if (answer.redirected) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (answer.ok && page.getElementById('leaving') === null) location.reload();
  }

  setInterval(show, 250);
  setInterval(() => look().catch(() => {}), often);
})();
