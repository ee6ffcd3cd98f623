import type { en as accessErrorsEnglish } from '../../src/access/say.ts';
import type { en as articleErrorsEnglish } from '../../src/articles/say.ts';
import type { fetchFault as fetchFaultsEnglish } from '../../src/fetch-faults.ts';
import type { en as publicationErrorsEnglish } from '../../src/publication/say.ts';
import type { en as reportErrorsEnglish } from '../../src/reports/say.ts';
import type { en as subscriberErrorsEnglish } from '../../src/subscribers/say.ts';
import type { en as webErrorsEnglish } from '../../src/http/say.ts';
import { desk } from './frames.ts';

export const articleErrors: typeof articleErrorsEnglish = {
  notHttp: (url) => `${url} — це не адреса http:// чи https://`,
  notHttpOf: (url, most) => `${url} — це не адреса http:// чи https://, щонайбільше ${most} знаків`,
  shortInterval: (seconds) => `проміжок ${seconds} с закороткий; дозволено від 60`,
  isSource: (url) => `джерело ${url} вже є`,
  noSource: (name) => `джерела ${name} немає`,
  noArticle: (id) => `статті ${id} немає`,
  noTitle: (url) => `на сторінці ${url} немає заголовка`,
  answered: (url, status) => `${url} відповідає ${status}`,
  serverAnswered: (status) => `сервер відповів ${status}`,
  feedTooLarge: (bytes, most) => `байтів у стрічці: ${bytes}; дозволено ${most}`,
  feedEmpty: 'стрічка порожня',
  noItems: 'цей JSON не є стрічкою: у ньому немає списку «items» (jsonfeed.org)',
  brokenJson: (why) => `це не стрічка: вона починається як JSON, але ${why}`,
  otherRoot: (name) => `це не стрічка: вона починається з <${name}>; читаються rss, rdf, feed або JSON Feed`,
  noFeed: (text) => `це не стрічка: вона починається з ${text}`,
};

export const webErrors: typeof webErrorsEnglish = {
  noPage: 'за цією адресою немає сторінки',
  otherSite: 'цю форму надіслано з іншого сайту; відкрийте сторінку тут і надішліть її знову',
  notWhole: 'у цій формі чогось бракує; відкрийте сторінку знову й надішліть ще раз',
  tooMany: (seconds) => `забагато запитів; спробуйте знову через ${seconds} с`,
};

export const subscriberErrors: typeof subscriberErrorsEnglish = {
  nobodyKept: (text) => `читача ${text} немає`,
  noReader: (id) => `читача ${id} немає`,
  // They are called as the columns of the file are; the page has them beside it.
  chooseFields: () => 'виберіть принаймні одне поле',
  chooseNewsletter: 'виберіть принаймні одну розсилку',
  chooseStream: 'виберіть, що саме зупинити',
  notLanguage: (text) => `мови ${text} немає; укажіть таку, як en, uk чи pt-BR`,
  notTimeZone: (text) => `часового поясу ${text} немає; укажіть такий, як Europe/Kyiv чи UTC`,
  noNewsletter: (text) => `розсилки ${text} немає; виберіть одну або всі`,
};

export const accessErrors: typeof accessErrorsEnglish = {
  forbidden: (_action, roles) =>
    `ваша роль цього не дозволяє; це можуть: ${roles.map((role) => desk.roles[role].toLowerCase()).join(', ')}`,
  signInAgain: 'спершу увійдіть ще раз; вхід діє десять хвилин',
};

export const publicationErrors: typeof publicationErrorsEnglish = {
  noNewsletter: (name, known) => `розсилки ${name} немає; є такі: ${known}`,
  newsletterThere: (slug) => `розсилка ${slug} вже є`,
  noPublication: 'видання ще немає; його створює команда broadsheet publication set --name NAME',
  noDefaultSender: 'немає основного відправника, який міг би його замінити; спершу вкажіть його',
  noSender: 'відправника не задано; його задає власник на сторінці «Відправник»',
};

export const reportErrors: typeof reportErrorsEnglish = {
  notGone: 'цей випуск ще не надсилали',
  nothingToReport: 'цей випуск ще не надсилали; звітувати нема про що',
  noMail: 'лист цього випуску не зберігся',
  noPicture: 'такого зображення немає',
  noList: 'такого списку людей немає',
  noReader: 'такого читача немає',
  noPageOfList: 'такої сторінки в цьому списку немає',
  notOfThis: 'такого виправлення в цього випуску немає',
};

export const fetchFaults: typeof fetchFaultsEnglish = {
  notInTime: (host, seconds) => `${host} не відповів повністю за ${seconds} с`,
  notReached: (host, why) => `${host} недосяжний: ${why}`,
  manyRedirects: (host) => `${host} переспрямовує більше разів, ніж дозволено`,
  badRedirect: (host) => `${host} переспрямовує на те, що не є адресою`,
  noAddress: (text) => `${text} — це не адреса`,
  notHttp: (text) => `${text} — це не http і не https`,
  userName: (host) => `${host} подано з ім’ям користувача; його не надсилають`,
  port: (port, host) => `порт ${port} у ${host} не з дозволених: 80, 443, 8080 і 8443`,
  nowhere: (host) => `у ${host} немає адреси`,
  isPrivate: (host, address) => `${host} веде на ${address}, а це не у відкритому інтернеті`,
  tooLarge: (bytes) => `відповідь більша, ніж дозволено, байтів: ${bytes}`,
};
