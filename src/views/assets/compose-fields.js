// What makes fields of the composer easier: a bar that puts Markdown around what is marked, and a frame on a picture.
(() => {
  const { composer } = globalThis;
  const { root, words } = composer;

  // ---- The bar of a note.
  const around = { bold: '**', italic: '*' };
  const before = { list: '- ', quote: '> ' };

  root.addEventListener('click', ({ target }) => {
    const tool = target.closest('[data-tool]');
    if (tool === null) return;
    const field = document.getElementById(tool.parentElement.getAttribute('aria-controls'));
    format(field, tool.dataset.tool);
  });
  root.addEventListener('keydown', (event) => {
    const name = { b: 'bold', i: 'italic', k: 'link' }[event.key.toLowerCase()];
    const bar = event.target.closest?.('.prose-field')?.querySelector('.tools');
    if (
      !(event.ctrlKey || event.metaKey) ||
      name === undefined ||
      !bar ||
      event.target.tagName !== 'TEXTAREA'
    )
      return;
    event.preventDefault();
    format(event.target, name);
  });

  function format(field, tool) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const marked = value.slice(from, to);
    if (tool in around) wrap(field, from, to, around[tool]);
    else if (tool === 'link') {
      const address = /^https?:\/\/\S+$/.test(marked) ? marked : words.linkAddress;
      const label = address === marked ? '' : marked;
      write(field, from, to, `[${label}](${address})`);
      const at = label === '' ? from + 1 : from + label.length + 3;
      field.setSelectionRange(at, label === '' ? at : at + address.length);
    } else prefix(field, from, to, before[tool]);
  }

  function wrap(field, from, to, mark) {
    const { value } = field;
    // One asterisk is italic, two are bold, three are both.
    const stars = Math.min(
      /\**$/.exec(value.slice(0, from))[0].length,
      /^\**/.exec(value.slice(to))[0].length,
    );
    const isWrapped = mark === around.bold ? stars >= 2 : stars % 2 === 1;
    if (isWrapped) {
      write(field, from - mark.length, to + mark.length, value.slice(from, to));
      field.setSelectionRange(from - mark.length, to - mark.length);
    } else {
      write(field, from, to, mark + value.slice(from, to) + mark);
      field.setSelectionRange(from + mark.length, to + mark.length);
    }
  }

  /** Begins each line that is marked with a sign, or takes it away where all have it. */
  function prefix(field, from, to, sign) {
    const { value } = field;
    const start = value.lastIndexOf('\n', from - 1) + 1;
    const end = value.indexOf('\n', to) === -1 ? value.length : value.indexOf('\n', to);
    const lines = value.slice(start, end).split('\n');
    const all = lines.every((line) => line.startsWith(sign));
    const text = lines.map((line) => (all ? line.slice(sign.length) : sign + line)).join('\n');
    write(field, start, end, text);
    field.setSelectionRange(start, start + text.length);
  }

  // As if it were typed, so that the browser's own undo knows of it.
  function write(field, from, to, text) {
    field.focus();
    field.setSelectionRange(from, to);
    if (!document.execCommand('insertText', false, text)) {
      field.setRangeText(text, from, to, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  // ---- The frame on a picture: the part that is shown, in parts of its width and height.
  const least = 0.1;
  const step = 0.02;
  const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
  const round = (value) => Math.round(value * 10_000) / 10_000;

  class Frame {
    constructor(stage) {
      this.stage = stage;
      this.field = document.getElementById(stage.id.replace('crop-', 'field-').concat('-crop'));
      this.button = document.createElement('button');
      this.button.type = 'button';
      this.button.className = 'crop-frame';
      this.button.dataset.made = '';
      this.button.setAttribute('aria-label', stage.dataset.label);
      this.button.addEventListener('pointerdown', (event) => this.drag(event));
      this.button.addEventListener('keydown', (event) => this.press(event));
      stage.append(this.button);
      this.read();
    }

    read() {
      const { crop } = this.stage.dataset;
      this.crop = crop === '' ? { x: 0, y: 0, width: 1, height: 1 } : JSON.parse(crop);
      this.draw();
    }

    draw() {
      const { style } = this.button;
      const { x, y, width, height } = this.crop;
      style.left = `${x * 100}%`;
      style.top = `${y * 100}%`;
      style.width = `${width * 100}%`;
      style.height = `${height * 100}%`;
    }

    moveTo(x, y) {
      const { width, height } = this.crop;
      this.crop = { x: clamp(x, 0, 1 - width), y: clamp(y, 0, 1 - height), width, height };
      this.draw();
    }

    /** A size in the same shape, around the middle or from the corner. */
    scale(factor, isFromCorner) {
      const { x, y, width, height } = this.crop;
      const largest = isFromCorner
        ? Math.min((1 - x) / width, (1 - y) / height)
        : Math.min(1 / width, 1 / height);
      const by = clamp(factor, least / Math.min(width, height), largest);
      this.crop = { x, y, width: width * by, height: height * by };
      if (isFromCorner) this.draw();
      else this.moveTo(x + (width * (1 - by)) / 2, y + (height * (1 - by)) / 2);
    }

    drag(event) {
      event.preventDefault();
      this.button.focus();
      const box = this.stage.getBoundingClientRect();
      const own = this.button.getBoundingClientRect();
      const isCorner = event.clientX > own.right - 20 && event.clientY > own.bottom - 20;
      const from = { ...this.crop, left: event.clientX, top: event.clientY };
      const onMove = ({ clientX, clientY }) => {
        const [dx, dy] = [(clientX - from.left) / box.width, (clientY - from.top) / box.height];
        if (!isCorner) return this.moveTo(from.x + dx, from.y + dy);
        this.crop = { ...from };
        return this.scale(1 + Math.max(dx / from.width, dy / from.height), true);
      };
      const onUp = () => {
        removeEventListener('pointermove', onMove);
        this.save();
      };
      addEventListener('pointermove', onMove);
      addEventListener('pointerup', onUp, { once: true });
    }

    press(event) {
      const { x, y } = this.crop;
      const by = event.shiftKey ? step * 5 : step;
      const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
      const sizes = { '+': 1.05, '=': 1.05, '-': 0.95 };
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key in moves) this.moveTo(x + moves[event.key][0], y + moves[event.key][1]);
      else if (event.key in sizes) this.scale(sizes[event.key], false);
      else return;
      event.preventDefault();
      event.stopPropagation();
      this.save();
    }

    save() {
      const [x, y, width, height] = [this.crop.x, this.crop.y, this.crop.width, this.crop.height].map(round);
      const isWhole = width > 0.99 && height > 0.99;
      this.field.value = isWhole ? '' : JSON.stringify({ x, y, width, height });
      this.stage.dataset.crop = this.field.value;
      composer.saveLater(this.field.form);
    }
  }

  const frames = new WeakMap();
  root.addEventListener('composer:shown', () => {
    for (const stage of root.querySelectorAll('.crop:not([data-locked])')) {
      const frame = frames.get(stage);
      if (frame === undefined) frames.set(stage, new Frame(stage));
      else if (!composer.isChanged(frame.field)) frame.read();
    }
  });
})();
