/** What can have become of a reader's copy, as the page of Today and the reports call it. */
export const outcomes = {
  sent: 'Передано',
  failed: 'Не вдалося',
  suppressed: 'Не надіслано, з причиною',
  uncertain: 'Невідомо',
  cancelled: 'Зупинено раніше',
  pending: 'Ще попереду',
  eligible: 'Усі',
};
