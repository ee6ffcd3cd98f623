import type { MoreStories } from '../../src/editions/subject.ts';

export const moreStories: MoreStories = {
  zero: '',
  one: 'وخبر آخر',
  two: 'وخبران آخران',
  few: 'و# أخبار أخرى',
  many: 'و# خبرًا آخر',
  other: 'و# خبر آخر',
};
