export { givenQuery, patronsQuery, silencedQuery } from './queries/audience.ts';
