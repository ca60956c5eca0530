-- What leads from version 1 of the tables to version 2. It never changes.
ALTER TABLE "kindred"."entities" ADD COLUMN "written_in" bigint NOT NULL DEFAULT txid_current();
CREATE INDEX "entities_written_in" ON "kindred"."entities" USING btree ("written_in");
ALTER TABLE "kindred"."assignments" ADD COLUMN "written_in" bigint NOT NULL DEFAULT txid_current();
CREATE INDEX "assignments_written_in" ON "kindred"."assignments" USING btree ("written_in");
ALTER TABLE "kindred"."conflicts" ADD COLUMN "written_in" bigint NOT NULL DEFAULT txid_current();
CREATE INDEX "conflicts_written_in" ON "kindred"."conflicts" USING btree ("written_in");
ALTER TABLE "kindred"."generic_keys" ADD COLUMN "written_in" bigint NOT NULL DEFAULT txid_current();
CREATE INDEX "generic_keys_written_in" ON "kindred"."generic_keys" USING btree ("written_in");
ALTER TABLE "kindred"."golden_values" ADD COLUMN "written_in" bigint NOT NULL DEFAULT txid_current();
CREATE INDEX "golden_values_written_in" ON "kindred"."golden_values" USING btree ("written_in");
