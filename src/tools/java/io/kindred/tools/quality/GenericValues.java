package io.kindred.tools.quality;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.Signature;
import io.kindred.storage.ByteKey;
import io.kindred.tools.store.StoreView;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which values of keys are generic, by counting their records in a store; the last {@value
 * #REMEMBERED} answers are remembered.
 */
final class GenericValues implements Predicate<KeyValues> {

    private static final int REMEMBERED = 50_000;

    private final StoreView view;
    private final String entityType;
    private final EntityTypeRules rules;
    private final Map<KeyValues, Boolean> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<KeyValues, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    GenericValues(StoreView view, String entityType, EntityTypeRules rules) {
        this.view = view;
        this.entityType = entityType;
        this.rules = rules;
    }

    @Override
    public boolean test(KeyValues values) {
        Boolean before = known.get(values);
        if (before == null) {
            before = count(values);
            known.put(values, before);
        }
        return before;
    }

    private boolean count(KeyValues values) {
        IdentityKey key = rules.key(values.keyPosition());
        if (key.maxRecords().isEmpty()) {
            return false;
        }
        ByteKey signature = new ByteKey(Signature.ofKey(entityType, key.name(), values.values()));
        return key.isGeneric(view.count(signature, key.maxRecords().getAsLong() + 1));
    }
}
