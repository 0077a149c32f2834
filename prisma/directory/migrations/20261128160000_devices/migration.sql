-- What a device counts as where the org limits how many one may be signed in on, where it was last seen from, whether its owner
-- named it, and why it was signed out.
ALTER TABLE device ADD COLUMN kind text NOT NULL DEFAULT 'other';
ALTER TABLE device ADD COLUMN address text;
ALTER TABLE device ADD COLUMN renamed boolean NOT NULL DEFAULT false;
ALTER TABLE device ADD COLUMN revoked_reason text;
UPDATE device SET kind = CASE platform WHEN 'web' THEN 'browser' WHEN 'ios' THEN 'phone' WHEN 'android' THEN 'phone'
                                       WHEN 'desktop' THEN 'computer' ELSE 'other' END;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128160000_devices' AND finished_at IS NULL;
