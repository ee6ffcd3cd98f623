// Keeps the composer as the edition is: what is pressed is done without another page, and what others do is shown. Without
// these files each form is sent by its button, and each link leads to the page that it names.
(() => {
  const { composer } = globalThis;
  const { root, words, tab, say, isChanged, wasOf, setText } = composer;
  const said = document.getElementById('compose-said');
  const idleMs = 30 * 60_000;
  const pollMs = 4_000;
  const shownMs = 6_000;
  let touchedAt = Date.now();

  composer.here = () => location.pathname + location.search;

  composer.announce = (text) => {
    said.textContent = '';
    setTimeout(() => {
      said.textContent = text;
    }, 50);
  };

  // ---- Pages as the server draws them.
  composer.pageOf = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.getElementById('composer');
    // Somebody was signed out; what was written stays kept until they are back.
    if (next === null && answer.redirected)
      throw Object.assign(new Error('elsewhere'), { reason: page.title });
    if (next !== null) await composer.loadSheetOf(next);
    return next;
  };

  composer.show = (next, url) => {
    if (url !== '' && new URL(url).pathname === location.pathname) keepAddress(new URL(url));
    // An answer that was overtaken by a newer one.
    if (Number(next.dataset.version) < Number(root.dataset.version)) return;
    next.dataset.pane = root.dataset.pane;
    next.classList.add('scripted');
    for (const id of ['compose-saved', 'compose-said', 'compose-news', 'compose-present']) {
      const mine = document.getElementById(id);
      next.querySelector(`#${id}`)?.replaceWith(mine.cloneNode(true));
    }
    composer.replace(root, next);
    markPanes();
    root.dispatchEvent(new CustomEvent('composer:shown'));
  };

  /** Leads to what has just been put in: it is in sight, and its first field is to be written in. */
  composer.showNew = () => {
    const key = new URLSearchParams(location.search).get('block') ?? '';
    document.getElementById(`block-${key}`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    const field = document
      .getElementById(`form-${key}`)
      ?.querySelector('textarea, input:not([type="hidden"])');
    if (root.dataset.pane !== 'edition' || isRoomy.matches) field?.focus({ preventScroll: true });
  };

  function keepAddress(to) {
    to.searchParams.delete('done');
    if (to.href !== location.href) history.replaceState(null, '', to.pathname + to.search);
  }

  // What is asked for and has not come yet: what comes for another page meanwhile is not shown in its place.
  let asked = null;
  composer.place = () => asked ?? composer.here();

  /** Shows the page of an address, as it is now. */
  composer.refresh = async (place = composer.place()) => {
    const answer = await fetch(place, { headers: { accept: 'text/html' } });
    const next = await composer.pageOf(answer);
    if (composer.place() !== place) return;
    asked = null;
    if (next === null) location.assign(place);
    else composer.show(next, answer.url);
  };

  function go(href) {
    composer.saveAll();
    const { pathname, search: query } = new URL(href, location.href);
    asked = pathname + query;
    composer.refresh(asked).catch(() => {
      asked = null;
      location.assign(href);
    });
  }

  // ---- What others do.
  async function poll() {
    composer.adoptLeft();
    if (document.visibilityState !== 'visible' || Date.now() - touchedAt > idleMs) return;
    const block = new URLSearchParams(location.search).get('block') ?? '';
    const query = new URLSearchParams({ since: root.dataset.version, tab });
    if (block !== '' && block !== 'head') query.set('at', block);
    const answer = await fetch(`${root.dataset.changes}?${query}`, {
      headers: { accept: 'application/json' },
    });
    if (answer.ok) await hear(await answer.json());
  }

  async function hear({ version, state, changes, present }) {
    showPresent(present);
    const isNew = version > Number(root.dataset.version) || state !== root.dataset.state;
    if (!isNew || composer.isBusy()) return;
    await composer.refresh();
    const others = changes.filter(({ by }) => by.actor !== root.dataset.actor);
    for (const { key } of others) markFresh(key);
    const last = others.at(-1);
    if (last !== undefined) tell(say(words.changedBy, { name: last.by.name, text: last.text }));
  }

  function showPresent(present) {
    const names = [...new Set(present.map(({ name }) => name))].join(', ');
    const text = names === '' ? '' : say(words.here, { names });
    const part = document.getElementById('compose-present');
    if (part.textContent !== text) part.textContent = text;
    for (const block of root.querySelectorAll('.block[data-with]')) delete block.dataset.with;
    for (const { at, name } of present) {
      const block = at === null ? null : document.getElementById(`block-${at}`);
      if (block !== null) block.dataset.with = name;
    }
  }

  function markFresh(key) {
    const block = key === null ? null : document.getElementById(`block-${key}`);
    block?.classList.add('fresh');
    setTimeout(() => block?.classList.remove('fresh'), shownMs);
  }

  let toldTimer = 0;
  function tell(text) {
    document.getElementById('compose-news').textContent = text;
    clearTimeout(toldTimer);
    toldTimer = setTimeout(() => {
      document.getElementById('compose-news').textContent = '';
    }, shownMs);
  }

  function pollOn() {
    setTimeout(
      () =>
        poll()
          .catch(() => undefined)
          .finally(pollOn),
      pollMs,
    );
  }

  // ---- What is written and pressed.
  let searchTimer = 0;
  function search(form) {
    clearTimeout(searchTimer);
    const pairs = [...new FormData(form)].filter(([, value]) => value !== '');
    const href = `${new URL(form.action).pathname}?${new URLSearchParams(pairs)}`;
    go(href);
  }

  root.addEventListener('input', ({ target }) => {
    const { form } = target;
    if (target.dataset.line !== undefined && target.value.includes('\n'))
      setText(target, target.value.replace(/\s*\n\s*/g, ' '));
    if (form?.dataset.fields !== undefined) composer.saveLater(form);
    if (target.type === 'search') {
      clearTimeout(searchTimer);
      searchTimer = setTimeout(() => search(form), 300);
    }
    const hint = target.id ? root.querySelector(`[data-counts="${CSS.escape(target.id)}"]`) : null;
    if (hint !== null) hint.textContent = hint.textContent.replace(/\d+/, String(target.value.length));
  });
  root.addEventListener('change', ({ target: { form, type } }) => {
    if (form?.dataset.fields !== undefined) composer.saveForm(form);
    else if (form?.id === 'pool-filter' && type !== 'search') search(form);
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.dataset?.line !== undefined) event.preventDefault();
  });
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    if (form.method === 'get') return search(form);
    composer.saveAll();
    if (submitter?.value === 'save') return;
    const isNew = /^(insert|ballot|story|story-lead|restore):/.test(submitter?.value ?? '');
    composer.send(new URLSearchParams(new FormData(form, submitter)), [], isNew ? 'new' : '');
    if (form.id.startsWith('link-form')) form.reset();
  });
  root.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.pane !== undefined) showPane(link.dataset.pane);
    else if (link.matches('[data-pick], [data-stay]')) {
      markChosen(link.dataset.pick);
      showPane(link.matches('.onward a') ? 'stories' : 'settings');
      go(link.href);
    } else return;
    event.preventDefault();
  });

  function markChosen(key) {
    if (!key) return;
    for (const one of root.querySelectorAll('.block.chosen')) one.classList.remove('chosen');
    document.getElementById(`block-${key}`)?.classList.add('chosen');
  }

  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    const field = event.target.closest?.('input, textarea');
    // What is being typed is undone by the browser, letter by letter.
    if (field && (wasOf(field) === null || isChanged(field))) return;
    event.preventDefault();
    if (root.dataset.locked !== '') return;
    const chosen = new URLSearchParams(location.search).get('block') ?? '';
    composer.saveAll();
    composer.send(new URLSearchParams({ act: event.shiftKey ? 'redo' : 'undo', chosen }));
  });

  // ---- One pane at a time, where there is no room for more.
  const isRoomy = matchMedia('(min-width: 48rem)');
  function showPane(name) {
    root.dataset.pane = name;
    markPanes();
  }
  composer.showPane = showPane;

  function markPanes() {
    for (const link of root.querySelectorAll('.pane-links a')) {
      const { pane } = root.dataset;
      const isBeside = isRoomy.matches && pane === 'edition' && link.dataset.pane === 'stories';
      const isShown = link.dataset.pane === pane || isBeside;
      if (isShown) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  for (const kind of ['pointerdown', 'keydown', 'visibilitychange'])
    document.addEventListener(kind, () => {
      touchedAt = Date.now();
      if (document.visibilityState === 'hidden') composer.saveAll();
    });

  async function start() {
    root.classList.add('scripted');
    const query = new URLSearchParams(location.search);
    const places = { '#stories': 'stories', '#settings': 'settings' };
    showPane(places[location.hash] ?? (query.has('history') ? 'settings' : 'edition'));
    keepAddress(new URL(location.href));
    await composer.takeUp(root);
    root.dispatchEvent(new CustomEvent('composer:shown'));
    composer.adoptLeft();
    await poll().catch(() => undefined);
    pollOn();
  }

  void start();
})();
