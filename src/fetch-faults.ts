import { type Wordings, written } from './sentence.ts';

/** What can be wrong with what is fetched from others, in English. */
export const fetchFault = {
  notInTime: (host: string, seconds: string) => `${host} did not answer in full within ${seconds} s`,
  notReached: (host: string, why: string) => `${host} could not be reached: ${why}`,
  manyRedirects: (host: string) => `${host} redirects more often than is allowed`,
  badRedirect: (host: string) => `${host} redirects to what is no address`,
  noAddress: (text: string) => `${text} is not an address`,
  notHttp: (text: string) => `${text} is neither http nor https`,
  userName: (host: string) => `${host} is given with a user name; that is not sent`,
  port: (port: string, host: string) => `the port ${port} of ${host} is not one of 80, 443, 8080 and 8443`,
  nowhere: (host: string) => `${host} has no address`,
  isPrivate: (host: string, address: string) =>
    `${host} leads to ${address}, which is not on the public internet`,
  tooLarge: (bytes: string) => `the answer is larger than ${bytes} bytes`,
};

/** The same, for a page that reads what was written down. */
export const fetchWordings: Wordings<typeof fetchFault> = written('fetchFaults', fetchFault);
