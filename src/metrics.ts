import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';

/**
 * What one process counts, for Prometheus. Labels are of small fixed sets: no address, no token, nothing that a
 * reader, a feed or a relay can choose the words of.
 */
export interface Metrics {
  registry: Registry;
  /** Attempts by what became of them. */
  deliveries: Counter<'outcome' | 'class' | 'destination'>;
  serviceMails: Counter<'outcome' | 'class'>;
  /** What came back, by where from and what was decided. */
  reports: Counter<'source' | 'kind' | 'decision'>;
  /** What Stripe posted, and what was done about it. */
  stripeEvents: Counter<'outcome'>;
  /** Rows that this process has in intent. */
  inHand: Gauge;
  httpSeconds: Histogram<'route' | 'status'>;
  queues: QueueGauges;
  members: MemberGauges;
}

/** Who supports, and what became of payments that failed: of the whole newsroom, too. */
export interface MemberGauges {
  memberships: Gauge<'state' | 'rail'>;
  failedPayments: Gauge<'outcome'>;
}

/** What is true of the whole newsroom, whichever process is asked: read from PostgreSQL. */
export interface QueueGauges {
  databaseUp: Gauge;
  oldestSeconds: Gauge<'queue'>;
  pending: Gauge<'state'>;
  uncertain: Gauge;
  sends: Gauge<'state'>;
  relays: Gauge<'state'>;
}

const seconds = [0.005, 0.025, 0.1, 0.5, 2.5, 10];

/** A process's own counts, all at nought; reading the process's memory, lag and the like begins with the first page. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    deliveries: new Counter({
      name: 'broadsheet_deliveries_total',
      help: 'Hand-overs of editions by this process, by outcome, class of the reply and destination.',
      labelNames: ['outcome', 'class', 'destination'],
      registers,
    }),
    serviceMails: new Counter({
      name: 'broadsheet_service_mails_total',
      help: 'Hand-overs of service mails by this process, by outcome and class of the reply.',
      labelNames: ['outcome', 'class'],
      registers,
    }),
    reports: new Counter({
      name: 'broadsheet_reports_total',
      help: 'Bounces, complaints and the like that this process took, by source, kind and decision.',
      labelNames: ['source', 'kind', 'decision'],
      registers,
    }),
    stripeEvents: new Counter({
      name: 'broadsheet_stripe_events_total',
      help: 'Events of Stripe that this process took or worked on, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    inHand: new Gauge({
      name: 'broadsheet_deliveries_in_hand',
      help: 'Deliveries that this process has in intent: what its kill would leave in doubt.',
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'broadsheet_http_request_duration_seconds',
      help: 'Answers of this process, by the first part of the path and the kind of status.',
      labelNames: ['route', 'status'],
      buckets: seconds,
      registers,
    }),
    queues: createQueueGauges(registers),
    members: {
      memberships: new Gauge({
        name: 'broadsheet_memberships',
        help: 'Memberships that go on, by state and rail.',
        labelNames: ['state', 'rail'],
        registers,
      }),
      failedPayments: new Gauge({
        name: 'broadsheet_failed_payments',
        help: 'Payments that failed within a year, by what became of them.',
        labelNames: ['outcome'],
        registers,
      }),
    },
  };
}

function createQueueGauges(registers: Registry[]): QueueGauges {
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name: `broadsheet_${name}`, help, labelNames, registers });
  return {
    databaseUp: gauge('database_up', '1 where PostgreSQL answered this process within 3 seconds, else 0.'),
    oldestSeconds: gauge(
      'queue_oldest_seconds',
      'How long the oldest mail that is due has waited to be taken up.',
      ['queue'],
    ),
    pending: gauge('deliveries_pending', 'Deliveries of sends that are going on, by state.', ['state']),
    uncertain: gauge(
      'deliveries_uncertain',
      'Deliveries of all sends of which it is not known if they arrived.',
    ),
    sends: gauge('sends', 'Sends that are going on, by state; held is one that waits, as for a relay.', [
      'state',
    ]),
    relays: gauge('relays', 'Relays of the database, by state.', ['state']),
  };
}

/** Adds what Node tells of the process itself: processor time, memory, event loop, garbage. Once for a process. */
export function watchProcess({ registry }: Metrics): void {
  if (registry.getSingleMetric('process_start_time_seconds') === undefined)
    collectDefaultMetrics({ register: registry });
}
