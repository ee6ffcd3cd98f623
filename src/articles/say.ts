import { fetchWordings } from '../fetch-faults.ts';
import { sentences, type Wordings } from '../sentence.ts';

const en = {
  notHttp: (url: string) => `${url} is not an http:// or https:// address`,
  notHttpOf: (url: string, most: string) =>
    `${url} is not an http:// or https:// address of at most ${most} characters`,
  shortInterval: (seconds: string) => `an interval of ${seconds} s is too short; 60 or more are allowed`,
  isSource: (url: string) => `${url} is a source already`,
  noSource: (name: string) => `there is no source ${name}; "sources list" shows them`,
  noArticle: (id: string) => `there is no article ${id}; "articles list" shows them`,
  noTitle: (url: string) => `${url} has no title; write the article with "articles write FILE"`,
  answered: (url: string, status: string) => `${url} answered with ${status}`,
  serverAnswered: (status: string) => `the server answered with ${status}`,
  feedTooLarge: (bytes: string, most: string) => `the feed has ${bytes} bytes; ${most} are allowed`,
  feedEmpty: 'the feed is empty',
  noItems: 'this JSON is not a feed: it has no list named "items" (jsonfeed.org)',
  brokenJson: (why: string) => `this is not a feed: it begins like JSON, but ${why}`,
  otherRoot: (name: string) =>
    `this is not a feed: it begins with <${name}>; rss, rdf, feed or JSON Feed can be read`,
  noFeed: (text: string) => `this is not a feed: it begins with ${text}`,
};

const uk: typeof en = {
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

/** What is said of sources and articles. */
export const say = sentences<typeof en>({ en, uk });

/** What is written down of them, so that a page can read it. */
export const articleWordings: Array<Wordings<object>> = [{ en, uk }, fetchWordings];
