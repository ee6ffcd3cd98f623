import type { Provider } from './provider.ts';
import { because } from '../../say.ts';

// https://support.apple.com/102322
export const apple: Provider = {
  name: 'apple',
  domains: ['icloud.com', 'me.com', 'mac.com'],
  named: /\[(?:HM|HC|CS|BS)M?0?\d\]|\bicloud\.com\b|support\.apple\.com/i,
  rules: [
    {
      name: 'deferred',
      pattern: /\[HCM?\d\]\s.{0,80}\bdeferred\b|\[BS02\]/i,
      times: 3,
      withinMinutes: 60,
      minutes: 15,
      why: because.icloud,
    },
  ],
};
