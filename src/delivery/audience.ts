export { withoutBulkQuery } from './queries/suppressions.ts';
