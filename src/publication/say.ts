import { sentences, type Wordings } from '../sentence.ts';

const en = {
  noNewsletter: (name: string, known: string) => `there is no newsletter ${name}; there are: ${known}`,
  newsletterThere: (slug: string) => `there is already a newsletter ${slug}`,
  noPublication: 'there is no publication yet; make it with: broadsheet publication set --name NAME',
  noDefaultSender: 'there is no default sender that could take its place; set that first',
  noSender: 'no sender is set; set one with: broadsheet senders set --from "Name <address>"',
};

const uk: typeof en = {
  noNewsletter: (name, known) => `розсилки ${name} немає; є такі: ${known}`,
  newsletterThere: (slug) => `розсилка ${slug} вже є`,
  noPublication: 'видання ще немає; його створює команда broadsheet publication set --name NAME',
  noDefaultSender: 'немає основного відправника, який міг би його замінити; спершу вкажіть його',
  noSender: 'відправника не задано; його задає власник на сторінці «Відправник»',
};

/** What is said of the publication, its newsletters and its senders. */
export const say = sentences<typeof en>({ en, uk });

/** The same, where it was written down. */
export const publicationWordings: Array<Wordings<object>> = [{ en, uk }];
