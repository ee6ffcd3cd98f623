import type { SendingWords } from '../../src/editions/desk/sending/words/sending-words.ts';

const plural = new Intl.PluralRules('uk');
function formOf(count: number, one: string, few: string, many: string): string {
  const form = plural.select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}
const readers = (count: number): string => formOf(count, 'читач', 'читачі', 'читачів');

export const sendingPages: SendingWords = {
  approveTitle: 'Затвердити цей випуск?',
  sendTitle: 'Надіслати цей випуск?',
  approveText: 'Цей текст буде зафіксовано, і вийде саме він.',
  sendText: 'Його затверджено в цьому тексті.',
  mail: 'Лист',
  stories: 'Статті',
  warnings: 'Може лишитися, але погляньте',
  cannot: 'Не можна затвердити, доки не виправлено',
  readers: (count, shown, newsletter) =>
    count === 0
      ? `Розсилку «${newsletter}» ще ніхто не читає.`
      : `Його отримають: ${shown} ${readers(count)} розсилки «${newsletter}».`,
  ownMorning: 'Хто обрав власний ранок, отримає його, коли власний годинник покаже той самий час.',
  approveForSlot: (at) => `Затвердити: вийде о ${at}`,
  approveAndSend: 'Затвердити й надіслати зараз',
  sendNow: 'Надіслати зараз',
  approveOnly: 'Лише затвердити',
  goesAt: (at) => `Вийде о ${at}.`,
  grace: (count) =>
    `Надіслане зараз спершу чекає ${count} с: до того його можна зупинити, і нічого не буде надіслано.`,
  noGrace: 'Надіслане зараз виходить одразу.',
  atTitle: 'В інший час',
  at: 'День і час',
  zone: 'За годинником',
  ownZones: 'Тут',
  allZones: 'Деінде',
  atButton: 'Надіслати тоді',
  badTime: 'Нічого не зроблено: вкажіть день, час і пояс зі списку.',
  past: 'Нічого не зроблено: цей час минув. Вкажіть майбутній.',
  unclear: {
    title: 'Який час ви маєте на увазі?',
    twice: (time, zone) =>
      `Того дня у поясі ${zone} годинники переводять назад, і ${time} буде двічі. Поки нічого не зроблено.`,
    never: (time, zone) =>
      `Того дня у поясі ${zone} годинники переводять уперед, і ${time} не буде. Поки нічого не зроблено.`,
    choose: (time, offset) => `${time} (UTC${offset})`,
  },
  second: {
    title: 'Затверджує хтось інший',
    own: (others) =>
      `Останні зміни або виправлення в ньому ваші, а ця розсилка потребує ще однієї пари очей: ${others}.`,
    nobody:
      'Останні зміни або виправлення в ньому ваші, а ця розсилка потребує ще однієї пари очей, проте іншого власника чи редактора немає. Запросіть когось або дозвольте затверджувати одній людині.',
  },
  leaving: {
    title: 'Ось-ось вийде',
    soon: (count) => `Вийде ${count}.`,
    now: 'Виходить саме зараз.',
    to: (count, shown, newsletter) => `Отримають: ${shown} ${readers(count)} розсилки «${newsletter}».`,
    stop: 'Стоп, тут щось не так',
    text: 'Якщо зупинити вчасно, ніхто нічого не отримає, і випуск знову чекатиме на затвердження. Якщо запізно, його буде призупинено там, де він є.',
    stoppedTitle: 'Зупинено. Нічого не надіслано.',
    stoppedText: 'Випуск знову чекає на затвердження.',
    edition: 'До випуску',
  },
  today: 'До сьогоднішнього дня',
};
