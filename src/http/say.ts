import { sentences } from '../sentence.ts';

const en = {
  noPage: 'there is no page at this address',
  otherSite: 'this form was sent from another site; open the page here and send it again',
  notWhole: 'this form is not whole; open the page and send it again',
  tooMany: (seconds: number) => `too many requests; try again in ${seconds} s`,
};

const uk: typeof en = {
  noPage: 'за цією адресою немає сторінки',
  otherSite: 'цю форму надіслано з іншого сайту; відкрийте сторінку тут і надішліть її знову',
  notWhole: 'у цій формі чогось бракує; відкрийте сторінку знову й надішліть ще раз',
  tooMany: (seconds) => `забагато запитів; спробуйте знову через ${seconds} с`,
};

/** What is said of requests and forms. */
export const say = sentences<typeof en>({ en, uk });
