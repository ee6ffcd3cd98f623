-- A change that waits for the bank is agreed to before it is made: its terms hold once this invoice is paid.
alter table renewal_agreements add column stripe_invoice_id text unique;

-- The time that a payment was for, and what that time costs, of which a credit may have paid a part.
alter table payments
  add column period_start timestamptz,
  add column period_end timestamptz,
  add column period_amount bigint check (period_amount >= 0);

-- A second membership whose taking back was refused is tried again later, each time later than before.
alter table checkouts
  add column take_back_tries integer not null default 0,
  add column take_back_at timestamptz;
