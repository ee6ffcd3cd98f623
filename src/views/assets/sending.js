// Says of the page of a send whether the server keeps it up to date, and reads out what its state becomes. Without scripts the
// page shows the moment it was opened, and a link opens it again.
(() => {
  const part = document.getElementById('sending');
  const line = document.getElementById('sending-line');
  const said = document.getElementById('sending-said');
  const stateOf = () => part.querySelector('[data-state]');
  let state = stateOf()?.dataset.state;
  // A page that nobody sees holds no stream: that it is opened again later is no loss.
  let wasHidden = false;

  function tell(name) {
    line.textContent = line.dataset[name];
  }

  document.addEventListener('visibilitychange', () => {
    wasHidden ||= document.hidden;
  });
  part.addEventListener('htmx:sse:after:connection', () => tell('live'));
  part.addEventListener('htmx:sse:before:connection', ({ detail }) => {
    if (detail.connection.attempt > 0 && !wasHidden) tell('lost');
    wasHidden = false;
  });
  part.addEventListener('htmx:sse:error', ({ detail }) => {
    if (detail.status === 401) location.reload();
    else tell('lost');
  });
  // Of the first connection: that it was refused, or that there was no way to it.
  for (const name of ['htmx:response:error', 'htmx:error']) part.addEventListener(name, () => tell('lost'));
  part.addEventListener('htmx:sse:after:message', () => {
    const now = stateOf();
    if (now === null || now.dataset.state === state) return;
    state = now.dataset.state;
    said.textContent = now.textContent;
  });
  for (const name of ['over', 'signed-out']) part.addEventListener(name, () => location.reload());
})();
