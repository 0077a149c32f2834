-- append_revocation: makes a device (or, with null, every device of a user) unwelcome.
--
-- Called by: sign-out, revoke, disable, reuse of a refresh token; inside the transaction of the act.
-- Locks:     the revocation counter, till commit: versions commit in order, so a gateway that has pulled up to n has
--            seen every one up to n. Statements: 2.
create or replace function append_revocation(p_user bigint, p_device text, p_at timestamptz)
returns bigint
language plpgsql volatile
as $$
declare
  granted bigint;
begin
  perform pg_advisory_xact_lock(1886544997);
  insert into revocation (version, user_id, device_id, at)
  select coalesce(max(version), 0) + 1, p_user, p_device, p_at from revocation
  returning version into granted;
  return granted;
end $$;
