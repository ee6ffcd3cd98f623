// A page that nobody looks at or touches asks no more, so that it keeps no session alive.
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
})();
