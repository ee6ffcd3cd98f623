export {
  selectTraced as readTraced,
  selectTracedPeople as listTracedPeople,
  type Traced,
} from './queries/traced.ts';
