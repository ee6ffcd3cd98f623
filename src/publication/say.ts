import { sentences, type Wordings, written } from '../sentence.ts';

export const en = {
  noNewsletter: (name: string, known: string) => `there is no newsletter ${name}; there are: ${known}`,
  newsletterThere: (slug: string) => `there is already a newsletter ${slug}`,
  noPublication: 'there is no publication yet; make it with: broadsheet publication set --name NAME',
  noDefaultSender: 'there is no default sender that could take its place; set that first',
  noSender: 'no sender is set; set one with: broadsheet senders set --from "Name <address>"',
};

/** What is said of the publication, its newsletters and its senders. */
export const say = sentences(written('publicationErrors', en));

/** The same, where it was written down. */
export const publicationWordings: Array<Wordings<object>> = [written('publicationErrors', en)];
