import type { Provider } from './provider.ts';
import { because } from '../../say.ts';

// https://support.google.com/a/answer/3726730
export const gmail: Provider = {
  name: 'gmail',
  domains: ['gmail.com', 'googlemail.com'],
  named: /\bgsmtp\b|\bgoogle\.com\b/i,
  rules: [
    {
      name: 'unusual-rate',
      pattern: /\b[45]\.7\.28\b|detected an unusual rate/i,
      times: 2,
      withinMinutes: 60,
      minutes: 30,
      perMinute: 10,
      why: because.gmailMore,
    },
  ],
};
