import { fetchWordings } from '../fetch-faults.ts';
import { sentences, type Wordings, written } from '../sentence.ts';

export const en = {
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

/** What is said of sources and articles. */
export const say = sentences(written('articleErrors', en));

/** What is written down of them, so that a page can read it. */
export const articleWordings: Array<Wordings<object>> = [written('articleErrors', en), fetchWordings];
