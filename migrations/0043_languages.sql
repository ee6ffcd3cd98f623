-- The desk is in whatever language it is written in: which those are is known by the files of languages/.
alter table staff drop constraint staff_language_check, add check (language ~ '^[a-z]{2,3}$');
alter table staff_invitations drop constraint staff_invitations_language_check, add check (language ~ '^[a-z]{2,3}$');
