import { domainList, type Provider } from './provider.ts';
import { because } from '../../say.ts';

// https://senders.yahooinc.com/smtp-error-codes/
export const yahoo: Provider = {
  name: 'yahoo',
  domains: domainList(`
    yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.ca yahoo.co.uk yahoo.fr
    yahoo.de yahoo.it yahoo.es yahoo.ie yahoo.pl yahoo.ro yahoo.gr yahoo.se
    yahoo.co.in yahoo.in yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.com.ar
    yahoo.co.id yahoo.com.ph yahoo.com.sg yahoo.com.tw yahoo.com.hk yahoo.co.nz
    aol.com aol.co.uk aol.de aol.fr aim.com love.com netscape.net cs.com
    verizon.net frontier.com att.net sbcglobal.net bellsouth.net
  `),
  named: /\[(?:IP)?TSS?0\d\]|\byahoo(?:dns|inc)?\.(?:com|net)\b/i,
  rules: [
    {
      name: 'TSS04',
      pattern: /\[(?:IP)?TSS?04\]/i,
      times: 2,
      withinMinutes: 60,
      minutes: 120,
      why: because.yahooVolume,
    },
    {
      name: 'TSS05',
      pattern: /\[(?:IP)?TSS?05\]/i,
      times: 2,
      withinMinutes: 60,
      minutes: 240,
      why: because.yahooComplaints,
    },
  ],
};
