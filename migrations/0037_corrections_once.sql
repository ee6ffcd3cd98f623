-- By which form a correction was written: what is pressed twice is written once.
alter table corrections add column once uuid unique;
