// Brings the pre-flight up to date while links, filter and sender are still looked at. Without this file there is a link to
// look again.
(() => {
  const part = document.querySelector('.edition-faults');
  let waitMs = 1_500;

  async function refresh() {
    if (document.visibilityState === 'visible') {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector('.edition-faults');
      if (fresh === null) return;
      if (fresh.innerHTML !== part.innerHTML && !part.contains(document.activeElement))
        part.replaceChildren(...fresh.childNodes);
    }
    again();
  }

  function again() {
    if (part.querySelector('[data-pending]') === null) return;
    setTimeout(() => refresh().catch(again), waitMs);
    // What takes long is asked for less often.
    waitMs = Math.min(waitMs * 1.3, 15_000);
  }

  again();
})();
