import type { en } from '../../src/delivery/say/reasons-en.ts';

export const deliveryReasons: typeof en = {
  pausedByPerson: 'призупинила людина',
  cancelledByPerson: 'скасувала людина',
  sendCancelled: 'надсилання скасовано',
  expiredBefore: 'строк випуску минув, перш ніж його вдалося доставити',
  workerEnded: 'процес завершився раніше, ніж став відомий результат',
  noReply: 'після передачі листа відповіді не було',
  sample:
    'це зразок видання, він надсилає лише до локальної скриньки. Ваше власне видання починається з порожньої бази даних: іншого DATABASE_URL або, із заданим SMTP_URL, npm start -- --fresh',
  notBuilt: (why) => `не вдалося зібрати лист: ${why}`,
  relayUnusable: (reply) => `сервером пошти не вдалося скористатися: ${reply}`,
  senderRefused: (reply) => `сервер пошти відмовляє відправникові: ${reply}`,
  relaysUnknown: (why) => `невідомо, які є сервери пошти: ${why}`,
  noRelay: 'жодного сервера пошти не ввімкнено',
  everyRests: (relays) => `усі сервери пошти відпочивають: ${relays}`,
  restsFor: (relay, why) => `${relay} (${why})`,
  failed: 'збій',
  gone: 'його вже немає',
  hourFull: (limit) => `вичерпано межу: ${limit} за годину`,
  dayFull: (limit) => `вичерпано межу: ${limit} за добу`,
  warmUpFull: (limit, day, days) => `вичерпано межу прогріву: ${limit}, день ${day} з ${days}`,
  leftAlone: (destination, relay, rule) => `${destination} через ${relay} поки нічого не отримує (${rule})`,
  slowed: (destination, perMinute, relay, rule) =>
    `${destination} через ${relay} отримує ${perMinute} за хвилину (${rule})`,
  breach: (what, count, of, where, percent, limit) =>
    `${what}: ${count} з ${of} переданих ${where}, ${percent} %; ${limit}`,
  complaints: 'скарги',
  bounces: 'адреси, яких немає',
  faults: 'повернулося через сам лист або відправника',
  inSend: 'у цьому надсиланні',
  inDays: (days) => `у цій розсилці за стільки днів: ${days}`,
  stopsAt: (percent) => `зупиняється від ${percent} %`,
  isStoppedAt: (percent) => `зупиниться від ${percent} %`,
  overridden: (reason, by) => `${reason} (дозволено попри межу: ${by})`,
  noRoom: (room, until, pending, left) =>
    `межі серверів пошти разом із прогрівом дозволяють надіслати ще ${room} до ${until}, коли мине строк випуску; лишилося ${pending}, тож не отримають: ${left}. Додайте сервер або підніміть межу`,
  destinationWaits: (destination, relay, until, why) =>
    `${destination} через ${relay} не отримує нічого до ${until}: ${why}`,
  destinationSlowed: (destination, perMinute, relay, until, why) =>
    `${destination} через ${relay} отримує ${perMinute} за хвилину до ${until}: ${why}`,
  ended421: 'він розірвав з’єднання з відповіддю 421',
  otherVersion: 'за правилом іншої версії',
  outlookBlocks: 'Outlook блокує адресу сервера',
  outlookLimits: 'Outlook обмежує адресу сервера через її репутацію',
  yahooVolume: 'Yahoo відкладає листи сервера через їх кількість або скарги',
  yahooComplaints: 'Yahoo відкладає листи сервера через скарги',
  gmailMore: 'Gmail бачить від сервера чи домену більше листів, ніж звик',
  icloud: 'iCloud відкладає листи сервера',
  addressSuppressed: 'на цю адресу не можна надсилати',
  destinationCools: 'поштова служба просить зачекати',
  expiresFirst: 'строк листа мине раніше наступної спроби',
};
