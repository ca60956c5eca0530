package io.kindred.storage;

import java.util.Iterator;
import java.util.function.Function;

/** Iterates over what a function makes of each item, one at a time, as it is asked for. */
public record MappingIterator<A, B>(Iterator<A> items, Function<A, B> function)
        implements Iterator<B> {

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public B next() {
        return function.apply(items.next());
    }
}
