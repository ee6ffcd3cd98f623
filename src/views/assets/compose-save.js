// Sends what is written in the composer a moment after it was: one request after another, the same again until there is
// an answer. What has none yet is kept on this device.
(() => {
  const { composer } = globalThis;
  const { valueOf, wasOf, isChanged, fieldsIn } = composer;
  const root = document.getElementById('composer');
  const words = JSON.parse(root.dataset.words);
  const tab = [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('');
  const drawer = `${root.dataset.draft}:${tab}`;
  const pauseMs = 700;
  const firstRetryMs = 1_000;
  const longestRetryMs = 30_000;
  // A tab that lives says so more often.
  const leftBehindMs = 15_000;
  let queue = [];
  let isSending = false;
  let retryMs = firstRetryMs;
  let retryTimer = 0;
  let count = 0;

  const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ''));
  const { lang } = document.documentElement;
  const clock = () =>
    new Date().toLocaleTimeString(lang === 'en' ? 'en-GB' : lang, { hour: '2-digit', minute: '2-digit' });

  function showSaved(text, isFailed = false) {
    const part = document.getElementById('compose-saved');
    if (part.textContent !== text) part.textContent = text;
    part.classList.toggle('failed', isFailed);
  }

  function keep() {
    try {
      if (queue.length === 0) localStorage.removeItem(drawer);
      else localStorage.setItem(drawer, JSON.stringify({ at: Date.now(), queue }));
    } catch {
      // A store that is full or forbidden: what is written stays on the page.
    }
  }

  /**
   * Takes over what was left behind: by the page that this one was before it was opened again, and by tabs of ours that
   * were closed. Sent twice, it acts once.
   */
  function adoptLeft() {
    const before = sessionStorage.getItem(root.dataset.draft);
    sessionStorage.setItem(root.dataset.draft, drawer);
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(`${root.dataset.draft}:`) || key === drawer) continue;
      const left = JSON.parse(localStorage.getItem(key));
      if (key !== before && Date.now() - left.at < leftBehindMs) continue;
      localStorage.removeItem(key);
      queue.push(
        ...left.queue.map(({ body }) => ({
          body,
          fields: [],
          values: [],
          after: '',
          place: composer.place(),
        })),
      );
    }
    keep();
    void flush();
  }

  /** Puts what is to be sent behind what is being sent; `fields` are those whose text goes with it. */
  function send(body, fields = [], after = '') {
    count += 1;
    body.set('once', `${tab}-${count}-${Date.now().toString(36)}`);
    body.set('base', root.dataset.version);
    queue.push({
      body: body.toString(),
      place: composer.place(),
      fields: fields.map(({ id }) => id),
      values: fields.map(valueOf),
      after,
    });
    keep();
    void flush();
  }

  // What was approved meanwhile is changed only by who says so.
  const isHeld = () => root.dataset.locked !== '';

  async function flush() {
    if (isSending || queue.length === 0) return;
    if (isHeld()) return showSaved(words.held, true);
    clearTimeout(retryTimer);
    isSending = true;
    showSaved(words.saving);
    try {
      await sendFirst();
      retryMs = firstRetryMs;
    } catch (error) {
      showSaved(say(words.notSaved, { reason: error.reason ?? words.noConnection }), true);
      retryTimer = setTimeout(flush, retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
      return;
    } finally {
      isSending = false;
    }
    await flush();
  }

  async function sendFirst() {
    const [entry] = queue;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const answer = await fetch(composer.here(), { method: 'POST', headers, body: entry.body });
    const next = answer.status < 500 && answer.status !== 429 ? await composer.pageOf(answer) : null;
    if (next === null) throw Object.assign(new Error('no answer'), { reason: String(answer.status) });
    // It was approved meanwhile: what was written stays kept until its writer opens it to change it.
    if (answer.status === 409 && next.dataset.locked !== '') {
      composer.show(next, '');
      if (isHeld()) return;
    }
    queue.shift();
    keep();
    // The server knows now what was sent: whatever is typed on is another change. What it has refused stays as it is.
    if (answer.ok) for (const [index, id] of entry.fields.entries()) settle(id, entry.values[index]);
    else queue.forEach((later) => rebase(later, entry));
    // Somebody has gone on to another part meanwhile: that is shown, as it is now.
    if (entry.place !== composer.place()) await composer.refresh().catch(() => undefined);
    else composer.show(next, answer.ok ? answer.url : '');
    if (answer.ok && entry.after === 'new') composer.showNew();
    const problem = answer.ok ? null : next.querySelector('.problem')?.textContent;
    if (problem) showSaved(say(words.failed, { reason: problem }), true);
    else if (queue.length === 0) showSaved(hasHalf() ? words.notWhole : say(words.saved, { time: clock() }));
  }

  /** What was written on to a text that was refused is written to the one before. */
  function rebase(later, refused) {
    const [mine, theirs] = [later, refused].map(({ body }) => new URLSearchParams(body));
    if (mine.get('key') !== theirs.get('key')) return;
    for (const [name, text] of theirs) {
      const isOf = mine.has(`was.${name}`) && mine.get(`was.${name}`) === text;
      if (isOf && theirs.has(`was.${name}`)) mine.set(`was.${name}`, theirs.get(`was.${name}`));
    }
    later.body = mine.toString();
  }

  function settle(id, value) {
    const before = wasOf(document.getElementById(id));
    if (before !== null) before.value = value;
  }

  const sentOf = ({ id }) => {
    const entry = queue.findLast(({ fields }) => fields.includes(id));
    return entry === undefined ? null : entry.values[entry.fields.indexOf(id)];
  };

  function saveForm(form) {
    clearTimeout(timers.get(form));
    if (!form.isConnected) return;
    const changed = fieldsIn(form).filter((one) => isChanged(one) && sentOf(one) !== valueOf(one));
    const fields = changed.filter((one) => isWhole(form, one));
    if (fields.length < changed.length) showSaved(words.notWhole);
    if (fields.length === 0) return;
    const { key, chosen } = form.elements;
    const body = new URLSearchParams({ act: 'save', key: key.value, chosen: chosen.value });
    for (const one of [...fields, ...companions(form, fields)]) {
      if (one.type !== 'checkbox' || one.checked) body.set(one.name, valueOf(one));
      // Of a field that is on its way, what it was before is what was sent.
      body.set(`was.${one.name}`, sentOf(one) ?? wasOf(one).value);
    }
    send(body, fields);
  }

  /** Half an address is none yet, and a button without one is no button. */
  function isWhole(form, one) {
    if (!one.validity.valid) return false;
    const [outer, inner] = one.name.split('.');
    const parts = fieldsIn(form).filter(({ name }) => inner !== undefined && name.startsWith(`${outer}.`));
    return parts.every(({ value }) => value !== '') || parts.every(({ value }) => value === '');
  }

  /** Something is written that is not whole yet, and so was not sent with the rest. */
  const hasHalf = () =>
    forms().some((form) => fieldsIn(form).some((one) => isChanged(one) && !isWhole(form, one)));

  /** What goes together: the words and the address of a button, the shape of a part of a picture and its place. */
  function companions(form, fields) {
    const ofPicture = ['crop', 'shape', 'place'];
    const outers = new Set(fields.map(({ name }) => name.split('.')[0]));
    const isPicture = ofPicture.some((name) => outers.has(name));
    const others = fieldsIn(form).filter((one) => !fields.includes(one));
    return others.filter(
      ({ name }) =>
        (name.includes('.') && outers.has(name.split('.')[0])) || (isPicture && ofPicture.includes(name)),
    );
  }

  const timers = new Map();
  const forms = () => [...root.querySelectorAll('form[data-fields]')];
  const saveAll = () => forms().forEach(saveForm);
  const isUnsaved = () => queue.length > 0 || forms().some((form) => fieldsIn(form).some(isChanged));

  function saveLater(form) {
    if (!isHeld() && retryMs === firstRetryMs) showSaved(words.saving);
    clearTimeout(timers.get(form));
    timers.set(
      form,
      setTimeout(() => saveForm(form), pauseMs),
    );
  }

  addEventListener('online', () => void flush());
  addEventListener('beforeunload', (event) => {
    saveAll();
    if (isUnsaved()) event.preventDefault();
  });

  const isBusy = () => isSending || queue.length > 0;
  Object.assign(composer, {
    root,
    words,
    tab,
    say,
    send,
    keep,
    flush,
    adoptLeft,
    saveForm,
    saveAll,
    saveLater,
    isBusy,
  });
})();
