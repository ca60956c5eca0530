package io.kindred.storage;

/** The tables of one shard. */
public interface ShardTables {

    ByteTable bytes(Name name);

    TermTable terms(TermName name);

    /** The tables; their ids name Flink states and never change. */
    enum Name {
        /** Format version, next ids and counts. */
        META("shard-meta"),
        /** Interned string to its id. */
        INTERNER_IDS("interner-ids"),
        /** Id to its interned string. */
        INTERNER_STRINGS("interner-strings"),
        /** Record id to the stored record. */
        RECORDS("records"),
        /** Record identity to its current version and record id. */
        RECORD_IDS("record-ids"),
        /** Digest in the id of an entity to the record that it is named after. */
        ENTITY_IDS("entity-ids"),
        /** Key signature to count and first postings. */
        KEY_POSTINGS("key-postings"),
        /**
         * Component id to count and first members, for components not yet in {@link #COMPONENTS}.
         */
        COMPONENT_MEMBERS("component-members"),
        /** Component id to its members and last emitted digests. */
        COMPONENTS("components"),
        /** Key signature to the scope of its value, unless it is ordinary. */
        KEY_STANDINGS("key-standings"),
        /** Value signature to the last emitted constraint conflicts. */
        UNIQUENESS("uniqueness"),
        /** Signature of a value under a unique constraint to count and first claims. */
        UNIQUE_CLAIMS("unique-claims"),
        /** Digest of an erased identity to its version and decisions. */
        ERASED_RECORDS("erased-records"),
        /**
         * What is remembered of records that are gone, if it is forgotten some time: identity to
         * what is in {@link #RECORD_IDS}, digest to what is in {@link #ERASED_RECORDS}.
         */
        GONE_RECORDS("gone-records");

        private final String id;

        Name(String id) {
            this.id = id;
        }

        /** The lasting name. */
        public String id() {
            return id;
        }
    }

    /** The tables of terms; their ids name Flink states and never change. */
    enum TermName {
        /** Key signature to further postings. */
        KEY_POSTINGS_TAIL("key-postings-tail"),
        /** Value signature to postings. */
        VALUE_POSTINGS("value-postings"),
        /** Component id to further members. */
        COMPONENT_MEMBERS_TAIL("component-members-tail"),
        /** Component id to its last emitted digests, if there are many. */
        COMPONENTS_STATED("components-stated"),
        /** Components whose emission is delayed. */
        COMPONENTS_DUE("components-due"),
        /** Signature of a value under a unique constraint to further claims. */
        UNIQUE_CLAIMS_TAIL("unique-claims-tail"),
        /** Entity type to its records. */
        TYPE_POSTINGS("type-postings"),
        /** Entity type and perspective to their records. */
        PERSPECTIVE_POSTINGS("perspective-postings"),
        /** The records with a descriptor that expires, by time. */
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
