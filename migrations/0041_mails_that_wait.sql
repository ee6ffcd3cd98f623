-- A mail that is queued before there is a sender has no Message-ID yet: that is given it when it is sent.
alter table service_mails alter column message_id drop not null;
