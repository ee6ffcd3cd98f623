// Of pages that ask again by themselves: what nobody looks at or touches asks no more, so that it keeps no session alive.
(() => {
  const idleMs = 30 * 60_000;
  let touchedAt = Date.now();
  for (const kind of ['pointerdown', 'keydown', 'visibilitychange'])
    document.addEventListener(kind, () => {
      touchedAt = Date.now();
    });
  document.addEventListener('htmx:before:request', (event) => {
    if (document.visibilityState !== 'visible' || Date.now() - touchedAt > idleMs) event.preventDefault();
  });
  // A page of another, as of a proxy, has no such part: what is shown stays.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.select && tasks.every(({ fragment }) => fragment?.childElementCount === 0))
      event.preventDefault();
  });
})();
