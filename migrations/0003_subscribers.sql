-- A confirmation is about what its one mail names: a second mail is a second confirmation, with a link of its own.
update confirmations set created_at = last_mail_at where last_mail_at > created_at;
alter table confirmations drop column mails, drop column last_mail_at;
-- An erasure finds what is kept of a person by it, also of an address that was never a subscriber's.
create index service_mails_by_address on service_mails (address_hash);
create index suppressions_by_address on suppressions (address_hash);
