package io.kindred.storage;

/** The tables of one shard. */
public interface ShardTables {

    /** The map with the name. */
    ByteTable bytes(Name name);

    /** The map of maps with the name. */
    TermTable terms(TermName name);

    /** The maps; their ids name Flink states and never change. */
    enum Name {
        /** Format version, next ids and counts. */
        META("shard-meta"),
        /** Interned string to its id. */
        INTERNER_IDS("interner-ids"),
        /** Id to its interned string. */
        INTERNER_STRINGS("interner-strings"),
        /** Record id to what is kept of the record. */
        RECORDS("records"),
        /** Record identity to its current version and record id. */
        RECORD_IDS("record-ids"),
        /** Digest in the id of an entity to the record that it is named after. */
        ENTITY_IDS("entity-ids"),
        /** Key signature to count and first postings. */
        KEY_POSTINGS("key-postings"),
        /** Component id to count and first members, where {@link #COMPONENTS} has them not yet. */
        COMPONENT_MEMBERS("component-members"),
        /** Component id to its members and what was last emitted of it. */
        COMPONENTS("components"),
        /** Key signature to what its values are across all shards, unless they are ordinary. */
        KEY_STANDINGS("key-standings"),
        /** Value signature to the constraint conflicts last emitted of it. */
        UNIQUENESS("uniqueness"),
        /** Signature of a value under a unique constraint to count and first claims. */
        UNIQUE_CLAIMS("unique-claims");

        private final String id;

        Name(String id) {
            this.id = id;
        }

        /** The lasting name. */
        public String id() {
            return id;
        }
    }

    /** The maps of maps; their ids name Flink states and never change. */
    enum TermName {
        /** Key signature to further postings. */
        KEY_POSTINGS_TAIL("key-postings-tail"),
        /** Value signature to postings. */
        VALUE_POSTINGS("value-postings"),
        /** Component id to further members. */
        COMPONENT_MEMBERS_TAIL("component-members-tail"),
        /** Component id to digests of what was last emitted of it, where there are many. */
        COMPONENTS_STATED("components-stated"),
        /** Components that wait to be emitted anew. */
        COMPONENTS_DUE("components-due"),
        /** Signature of a value under a unique constraint to further claims. */
        UNIQUE_CLAIMS_TAIL("unique-claims-tail"),
        /** Entity type to the records of it. */
        TYPE_POSTINGS("type-postings"),
        /** Entity type and perspective to the records of both. */
        PERSPECTIVE_POSTINGS("perspective-postings"),
        /** Stretch of time to the records that say something that ends in it. */
        EXPIRY_BUCKETS("expiry-buckets");

        private final String id;

        TermName(String id) {
            this.id = id;
        }

        /** The lasting name. */
        public String id() {
            return id;
        }
    }
}
