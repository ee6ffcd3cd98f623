import type { Block } from '../../../../../../emails/index.ts';
import type { FaultFacts } from '../../../../faults.ts';

type FaultCode = FaultFacts['code'];

/** The words of the desk's page of one edition. */
export interface EditionWords {
  noSubject: string;
  noPreheader: string;
  back: string;
  edit: string;
  /** The way to the page of its subjects. */
  subjects: { one: string; tried: string };
  facts: {
    newsletter: string;
    state: string;
    sendAt: string;
    launchedAt: string;
    from: string;
    replyTo: string;
  };
  mail: {
    title: string;
    draft: string;
    approved: string;
    launched: string;
    /** Of one that is going out: its words as they are now. */
    corrected: string;
    toCorrected: string;
    toLaunched: string;
    none: string;
    /** Of the frame, for screen readers. */
    frame: (reader: string) => string;
    inert: string;
  };
  reader: {
    label: string;
    asked: string;
    reader: string;
    patron: string;
    tier: (name: string) => string;
    /** A tier that is no longer offered. */
    archived: (name: string) => string;
    /** Who does not pay and is told of a correction; its title where there are several, else empty. */
    correction: (title: string) => string;
    show: string;
    person: string;
    address: string;
    personShow: string;
    nobody: (address: string) => string;
  };
  forms: { label: string; desktop: string; phone: string; text: string };
  schemes: { label: string; light: string; dark: string; darkNote: string };
  preFlight: {
    title: string;
    none: string;
    stop: string;
    warning: string;
    kilobytes: (count: number) => string;
    size: (size: string, limit: string) => string;
    over: string;
    outside: {
      /** Of the list, for screen readers. */
      label: string;
      checking: string;
      again: string;
      links: {
        name: string;
        done: (count: number) => string;
        some: (done: number, total: number) => string;
        none: string;
        oldest: (time: string) => string;
      };
      pictures: { name: string; sum: (count: number, size: string) => string; none: string };
      filter: {
        name: string;
        points: (points: string, required: string) => string;
        absent: string;
        failed: string;
        rules: string;
        columns: { points: string; rule: string };
      };
      sender: { name: string; done: string; faults: string; excused: string };
    };
    faults: {
      [C in FaultCode]: (facts: Extract<FaultFacts, { code: C }>, size: (bytes: number) => string) => string;
    };
  };
  blocks: {
    title: string;
    /** What the mail is made of; it is changed in the composer. */
    text: string;
    none: string;
    kinds: Record<Block['kind'], string>;
    audiences: {
      reader: string;
      patron: string;
      appeal: string;
      ballot: string;
      correction: string;
      tier: (slug: string) => string;
    };
    more: (count: number) => string;
  };
  notes: string;
  test: {
    title: string;
    text: (reader: string) => string;
    corrected: string;
    to: string;
    you: string;
    button: string;
    sent: string;
  };
}
