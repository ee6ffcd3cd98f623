-- What is paid back of a membership at Stripe is counted from its invoices, which are asked for when it ends: beside the
-- sum stands what of it was credit there, to be taken out, and when that was decided.
alter table declarations add column credit bigint not null default 0;
alter table declarations add column counted_at timestamptz;
update declarations set counted_at = matched_at;

-- Which declaration a refund was made for: what it has promised of a payment is counted once.
alter table refunds add column declaration_id bigint;
update refunds r set declaration_id = d.id
from declarations d, jsonb_to_recordset(d.refunds) as promised ("paymentId" bigint, amount bigint)
where promised."paymentId" = r.payment_id and promised.amount = r.amount;

-- The time that a payment was for told that only of what was paid with money: payments.period_start, period_end and
-- period_amount are not used any more. The release before writes them until it is replaced; a later one drops them.
