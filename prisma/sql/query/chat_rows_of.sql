-- chat_rows_of: one conversation as each of these people sees it in their list. Called by: the outbox handler, a page of people at a
-- time. Locks: none. $1 people, $2 conversation.
select k.u as of_user, r.* from unnest($1::bigint[]) k(u) cross join lateral chat_list_items(k.u, array[$2::bigint]) r
