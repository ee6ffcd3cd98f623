import { domainList, type Provider } from './provider.ts';
import { because } from '../../say.ts';

// https://sendersupport.olc.protection.outlook.com/pm/troubleshooting
export const outlook: Provider = {
  name: 'outlook',
  domains: domainList(`
    outlook.com hotmail.com live.com msn.com passport.com windowslive.com
    outlook.de outlook.fr outlook.es outlook.it outlook.at outlook.be outlook.dk
    outlook.ie outlook.pt outlook.cz outlook.hu outlook.jp outlook.in outlook.com.br
    hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.nl hotmail.be
    hotmail.se hotmail.dk hotmail.no hotmail.fi hotmail.gr hotmail.ca hotmail.com.br
    live.co.uk live.fr live.de live.it live.nl live.be live.se live.dk live.no
    live.ca live.ie live.at live.com.au live.com.mx
  `),
  named: /\bS31[45]0\b|\boutlook\.com\b|\bhotmail\.com\b/i,
  rules: [
    {
      name: 'blocked',
      pattern: /\bS31[45]0\b|part of their network is on our block ?list/i,
      times: 1,
      withinMinutes: 60,
      minutes: 120,
      alert: true,
      why: because.outlookBlocks,
    },
    {
      name: 'rate-limited',
      pattern: /\bRP-00[123]\b|temporarily rate limited/i,
      times: 3,
      withinMinutes: 60,
      minutes: 30,
      why: because.outlookLimits,
    },
  ],
};
