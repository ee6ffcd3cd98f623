// Order by dragging and by keyboard: parts of the edition, stories in a part, and stories from the pool. What is moved
// stands in its new place at once; the server is told, and draws it.
(() => {
  const { composer } = globalThis;
  const { root, words, say, send } = composer;
  const isLocked = () => root.dataset.locked !== '';

  const keyBefore = (item) => {
    let before = item.previousElementSibling;
    while (before !== null && before.dataset.key === undefined) before = before.previousElementSibling;
    return before?.dataset.key ?? '';
  };

  function tellPlace(item) {
    const { key } = item.dataset;
    const list = item.parentElement;
    const body = new URLSearchParams({
      act: 'place',
      key,
      in: list.dataset.in ?? '',
      after: keyBefore(item),
    });
    body.set('chosen', chosen());
    send(body);
    const items = [...list.children].filter((one) => !one.classList.contains('block-last'));
    const values = { name: item.dataset.name, place: items.indexOf(item) + 1, count: items.length };
    composer.announce(say(words.moved, values));
  }

  const chosen = () => new URLSearchParams(location.search).get('block') ?? '';

  // ---- By keyboard.
  document.addEventListener('keydown', (event) => {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = by ? event.target.closest?.('.blocks > .block, .children > .child') : null;
    if (!item || isLocked() || event.target.matches('textarea, input')) return;
    event.preventDefault();
    move(item, by);
  });
  // The arrows of a part do the same, and keep the focus.
  root.addEventListener(
    'submit',
    (event) => {
      const [way, key] = (event.submitter?.value ?? '').split(':');
      const by = { up: -1, down: 1 }[way];
      if (by === undefined) return;
      const item = document.getElementById(`child-${key}`) ?? document.getElementById(`block-${key}`);
      if (item === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      move(item, by);
    },
    true,
  );

  function move(item, by) {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other === null || item.classList.contains('block-last') || other.classList.contains('block-last'))
      return;
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    if (by < 0) other.before(item);
    else other.after(item);
    item.scrollIntoView({ block: 'nearest' });
    (focused ?? item.querySelector('.pick, a'))?.focus({ preventScroll: true });
    tellPlace(item);
  }

  // ---- By dragging.
  const options = {
    animation: 120,
    delay: 200,
    delayOnTouchOnly: true,
    draggable: '[data-key]:not(.block-last)',
    filter: 'button',
    preventOnFilter: false,
  };

  function dropped({ item, from, to, oldIndex, newIndex }) {
    if (item.dataset.article !== undefined) return insertStory(item);
    if (from !== to || oldIndex !== newIndex) tellPlace(item);
  }

  /** A story that was dragged out of the pool: the server makes the part of it that takes its place. */
  function insertStory(item) {
    if (item.parentElement.id === 'pool') return;
    const body = new URLSearchParams({ act: `story:${item.dataset.article}`, placed: '1' });
    body.set('in', item.parentElement.dataset.in ?? '');
    body.set('after', keyBefore(item));
    item.removeAttribute('id');
    send(body);
  }

  const made = new WeakMap();
  function makeSortable() {
    if (isLocked()) return;
    for (const list of root.querySelectorAll('#blocks, .children')) {
      if (made.has(list)) continue;
      const takes = list.id === 'blocks' || list.dataset.stories !== undefined;
      const group = { name: list.id, put: takes ? ['pool'] : false, pull: false };
      const onMove = ({ related }) => !related.classList.contains('block-last') || undefined;
      made.set(list, globalThis.Sortable.create(list, { ...options, group, onEnd: dropped, onMove }));
    }
    const pool = document.getElementById('pool');
    if (pool === null || made.has(pool)) return;
    const group = { name: 'pool', pull: 'clone', put: false };
    const own = { draggable: '[data-article]', sort: false, onEnd: dropped };
    made.set(pool, globalThis.Sortable.create(pool, { ...options, ...own, group }));
  }

  root.addEventListener('composer:shown', makeSortable);
})();
