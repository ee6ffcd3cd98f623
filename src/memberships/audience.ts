export { patronsQuery, silencedQuery } from './queries/audience.ts';
