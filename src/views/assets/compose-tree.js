// Puts a page of the composer, as the server draws it, in the place of the one that is shown: only what has changed, and
// never what somebody has written and not saved yet.
(() => {
  const composer = {};
  globalThis.composer = composer;

  // ---- Fields: each stands beside what it was when the server was last heard of it.
  const valueOf = (one) => (one.type === 'checkbox' ? String(one.checked) : one.value);
  const wasOf = (one) => one?.form?.querySelector(`input[data-was="${CSS.escape(one.name)}"]`) ?? null;
  const isChanged = (one) => {
    const before = wasOf(one);
    return before !== null && valueOf(one) !== before.value.replaceAll('\r\n', '\n');
  };
  const fieldsIn = (form) => [...form.elements].filter((one) => one.name && wasOf(one) !== null);

  /** Another text, with the cursor where it was in the words. */
  function setText(one, text) {
    const [from, to] = [one.selectionStart, one.selectionEnd];
    const old = one.value;
    one.value = text;
    if (one !== document.activeElement || typeof from !== 'number') return;
    const moved = (at) =>
      old.slice(0, at) === text.slice(0, at) ? at : Math.max(0, at + text.length - old.length);
    one.setSelectionRange(moved(from), moved(to));
  }

  function morphField(mine, next) {
    if (mine.dataset.was !== undefined) return;
    const before = wasOf(mine);
    if (before === null) {
      if (mine.type === 'hidden') mine.value = next.value;
      if (mine !== document.activeElement) sameAttributes(mine, next);
      return;
    }
    if (isChanged(mine)) return;
    if (mine.tagName === 'SELECT')
      mine.replaceChildren(...[...next.options].map((one) => one.cloneNode(true)));
    sameAttributes(mine, next);
    before.value = wasOf(next)?.value ?? before.value;
    if (mine.type === 'checkbox') mine.checked = next.checked;
    else if (mine.value !== next.value) setText(mine, next.value);
  }

  // ---- Parts of the mail, each in a tree of its own, with one stylesheet for all.
  const sheets = new Map();
  let sheet = null;
  const linkIn = (part) => part?.querySelector('link')?.getAttribute('href') ?? null;
  const withoutLink = (markup) => markup.replace(/^<link[^>]*>/, '');

  async function useSheet(href) {
    if (href === null) return;
    if (!sheets.has(href)) {
      const made = new CSSStyleSheet();
      made.replaceSync(await (await fetch(href)).text());
      sheets.set(href, made);
    }
    sheet = sheets.get(href);
  }

  function draw(host, markup) {
    const tree = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    if (sheet !== null) tree.adoptedStyleSheets = [sheet];
    if (host.drawnAs !== markup) tree.innerHTML = markup;
    host.drawnAs = markup;
  }

  /** Takes up what the browser has drawn of the first page. */
  async function takeUp(root) {
    const hosts = [...root.querySelectorAll('.drawn')];
    await useSheet(linkIn(hosts[0]?.shadowRoot));
    for (const host of hosts) {
      if (host.shadowRoot === null) continue;
      host.shadowRoot.adoptedStyleSheets = sheet === null ? [] : [sheet];
      host.drawnAs = withoutLink(host.shadowRoot.innerHTML);
      host.shadowRoot.querySelector('link')?.remove();
    }
  }

  const loadSheetOf = (part) => useSheet(linkIn(part.querySelector('.drawn template')?.content));

  function adopted(node) {
    const mine = document.importNode(node, true);
    if (mine.nodeType !== Node.ELEMENT_NODE) return mine;
    for (const host of [...(mine.matches('.drawn') ? [mine] : []), ...mine.querySelectorAll('.drawn')]) {
      const template = host.querySelector('template');
      draw(host, withoutLink(template.innerHTML));
      template.remove();
    }
    return mine;
  }

  // ---- Elements. What scripts have made is marked `data-made`, and is theirs.
  function morph(mine, next) {
    if (mine.hasAttribute('data-made')) return;
    if (mine.classList.contains('drawn'))
      return draw(mine, withoutLink(next.querySelector('template')?.innerHTML ?? ''));
    if (mine.matches('input, textarea, select')) return morphField(mine, next);
    if (mine.tagName === 'DETAILS' && mine.open) next.open = true;
    sameAttributes(mine, next);
    morphChildren(mine, next);
  }

  function morphChildren(mine, next) {
    const known = new Map([...mine.children].filter(({ id }) => id).map((child) => [child.id, child]));
    let at = mine.firstChild;
    for (const child of Array.from(next.childNodes)) {
      while (at?.hasAttribute?.('data-made')) at = at.nextSibling;
      const match = matching(child, at, known);
      if (match === null) mine.insertBefore(adopted(child), at);
      else if (match === at) at = at.nextSibling;
      else mine.insertBefore(match, at);
      if (match !== null && child.nodeType === Node.ELEMENT_NODE) morph(match, child);
      else if (match !== null && match.data !== child.data) match.data = child.data;
    }
    while (at !== null) {
      const rest = at.nextSibling;
      if (!at.hasAttribute?.('data-made')) at.remove();
      at = rest;
    }
  }

  function matching(child, at, known) {
    if (child.id) {
      const found = known.get(child.id);
      return found?.nodeName === child.nodeName ? found : null;
    }
    const isAlike = at !== null && at.nodeType === child.nodeType && at.nodeName === child.nodeName;
    return isAlike && !at.id ? at : null;
  }

  function sameAttributes(mine, next) {
    for (const { name } of Array.from(mine.attributes))
      if (!next.hasAttribute(name) && name !== 'style') mine.removeAttribute(name);
    for (const { name, value } of next.attributes)
      if (mine.getAttribute(name) !== value) mine.setAttribute(name, value);
  }

  /** As `morph`, with the focus and the cursor where they were. */
  function replace(root, next) {
    const focused = document.activeElement;
    const at =
      typeof focused?.selectionStart === 'number' ? [focused.selectionStart, focused.selectionEnd] : null;
    const around = focused?.closest('.block, .child');
    morph(root, next);
    const again = focused?.id ? document.getElementById(focused.id) : null;
    // A button at the edge has gone, where what it moved stands at the edge now.
    if (again === null) return around?.querySelector('.pick, a')?.focus({ preventScroll: true });
    if (document.activeElement === again) return;
    again.focus({ preventScroll: true });
    if (at !== null) again.setSelectionRange?.(...at);
  }

  Object.assign(composer, { valueOf, wasOf, isChanged, fieldsIn, setText, takeUp, loadSheetOf, replace });
})();
