// Shows beside the form how its subjects look in a list of mails, while they are typed. Without this file the list shows
// them as they were saved.
(() => {
  const form = document.getElementById('subjects');
  const [subjects, preheaders] = ['subject', 'preheader'].map((name) => [
    ...form.querySelectorAll(`input[name="${name}"]`),
  ]);

  function show() {
    for (const [place, { value }] of subjects.entries()) {
      const mail = document.querySelector(`.inbox [data-place="${place}"]`);
      mail.hidden = place > 0 && value.trim() === '';
      mail.querySelector('.inbox-subject').textContent = value;
      mail.querySelector('.inbox-preheader').textContent = preheaders[place].value || preheaders[0].value;
    }
  }

  form.addEventListener('input', show);
  show();
})();
