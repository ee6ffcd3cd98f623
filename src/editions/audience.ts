export { countAudience } from './queries/audience.ts';
